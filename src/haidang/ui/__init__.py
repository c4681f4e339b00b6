"""The design system: tokens, components, template tags, icons; no business words.

A page extends ``ui/base.html``, loads the tag library ``ui`` and hands it the frozen
dataclasses of ``haidang.ui.parts`` and ``haidang.ui.fields``. Every component works
without a script, by keyboard, from 390 to 1440 px, in both themes; ``/giao-dien/mau/``
shows them all (``ui/gallery.html``).
"""
