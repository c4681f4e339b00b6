"""The waiting room: when the house is full, people wait in the order in which they came.

Words: visitor (a browser at the door, by a random key), seat (he is inside), number (his
order in the line), mark (a sign of life), turn (marks are kept, the next are let in), view
(what a process of the web server knows of the house between two turns).

Invariants: all processes share one line, because numbers are drawn and seats given under one
lock of the database; of those who are present the lower number is let in first; nothing here
says who a visitor is. The rules are those of ``engines/waiting``.
"""
