"""The words of every problem that a process file may have, by code and language."""

from collections.abc import Mapping

from haidang.engines.workflow.types import ProcessProblem
from haidang.kernel.errors import Severity

Words = tuple[str, str, str, str]
"""Message vi, message en, hint vi, hint en; ``{…}`` are filled in."""

WORDS: Mapping[str, Words] = {
    "not_xml": (
        "Tệp không phải là XML hợp lệ: {reason}.",
        "The file is not well-formed XML: {reason}.",
        "Mở tệp bằng trình vẽ BPMN rồi lưu lại.",
        "Open the file in a BPMN modeller and save it again.",
    ),
    "too_large": (
        "Tệp lớn hơn {limit} byte.",
        "The file is larger than {limit} bytes.",
        "Tách quy trình thành nhiều tệp.",
        "Split the process into several files.",
    ),
    "not_bpmn": (
        "Tệp không phải là BPMN 2.0.",
        "The file is not BPMN 2.0.",
        "Phần tử gốc phải là definitions của BPMN 2.0.",
        "The root element must be definitions of BPMN 2.0.",
    ),
    "no_process": (
        "Tệp không có quy trình nào có bước.",
        "The file has no process with elements.",
        "Vẽ một quy trình có sự kiện bắt đầu và kết thúc.",
        "Draw a process with a start and an end event.",
    ),
    "several_processes": (
        "Tệp có nhiều quy trình; quy trình {element} không được quy trình chính gọi.",
        "The file has several processes; {element} is not called by the main one.",
        "Mỗi tệp chỉ mô tả một quy trình chính; quy trình khác phải được gọi bằng callActivity.",
        "One file describes one main process; any other must be called by a callActivity.",
    ),
    "unsupported_element": (
        "Chưa hỗ trợ phần tử {what}.",
        "The element {what} is not supported.",
        "Dùng userTask, serviceTask, cổng exclusive, parallel hoặc event-based, sự kiện message"
        " hoặc timer, subProcess hoặc callActivity.",
        "Use userTask, serviceTask, exclusive, parallel or event-based gateways, message or"
        " timer events, subProcess or callActivity.",
    ),
    "missing_id": (
        "Phần tử {what} không có id.",
        "The element {what} has no id.",
        "Đặt id cho phần tử.",
        "Give the element an id.",
    ),
    "duplicate_id": (
        "id {element} được dùng nhiều lần.",
        "The id {element} is used more than once.",
        "Mỗi phần tử cần một id riêng.",
        "Every element needs an id of its own.",
    ),
    "unsafe_id": (
        "id {element} có ký tự không dùng được.",
        "The id {element} has characters that cannot be used.",
        "Chỉ dùng chữ cái không dấu, chữ số, dấu gạch dưới, gạch ngang và dấu chấm.",
        "Use only unaccented letters, digits, underscore, hyphen and full stop.",
    ),
    "no_start": (
        "{element} không có sự kiện bắt đầu.",
        "{element} has no start event.",
        "Thêm đúng một sự kiện bắt đầu.",
        "Add exactly one start event.",
    ),
    "several_starts": (
        "{element} có nhiều sự kiện bắt đầu.",
        "{element} has several start events.",
        "Giữ đúng một sự kiện bắt đầu.",
        "Keep exactly one start event.",
    ),
    "dangling_flow": (
        "Luồng {element} nối tới phần tử không tồn tại hoặc ở quy trình khác.",
        "The flow {element} leads to or from an element that is not in the same process.",
        "Nối lại luồng trong trình vẽ.",
        "Connect the flow again in the modeller.",
    ),
    "bad_condition": (
        "Điều kiện của {element} không đọc được: {reason}.",
        "The condition of {element} cannot be read: {reason}.",
        "Viết điều kiện CEL, ví dụ facts.check.action == 'approve'.",
        "Write a CEL condition, for example facts.check.action == 'approve'.",
    ),
    "misplaced_condition": (
        "Luồng {element} có điều kiện nhưng không đi ra từ cổng exclusive.",
        "The flow {element} has a condition but does not leave an exclusive gateway.",
        "Thêm một cổng exclusive trước luồng này.",
        "Put an exclusive gateway before this flow.",
    ),
    "bad_hours": (
        "hd:hours của {element} không phải là số giờ dương.",
        "hd:hours of {element} is not a positive number of hours.",
        'Ví dụ hd:hours="4".',
        'For example hd:hours="4".',
    ),
    "bad_duration": (
        "Thời lượng của {element} không đọc được: {what}.",
        "The duration of {element} cannot be read: {what}.",
        'Dùng timeDuration theo ISO 8601, ví dụ P7D; với hd:unit="working_day" chỉ dùng số ngày.',
        'Use an ISO 8601 timeDuration such as P7D; with hd:unit="working_day" only days.',
    ),
    "message_without_name": (
        "Sự kiện {element} không nói chờ thông điệp nào.",
        "The event {element} does not say which message it waits for.",
        "Gắn messageRef tới một message có name, ví dụ supplement_received.",
        "Give it a messageRef to a message with a name, for example supplement_received.",
    ),
    "called_process_missing": (
        "Không tìm thấy quy trình {what} mà {element} gọi.",
        "The process {what} that {element} calls was not found.",
        "Đặt quy trình được gọi trong cùng tệp hoặc trong gói thủ tục được dẫn chiếu.",
        "Put the called process into the same file or a referenced package.",
    ),
    "calls_itself": (
        "{element} gọi lại chính quy trình chứa nó.",
        "{element} calls the process that contains it.",
        "Dùng vòng lặp thay cho tự gọi.",
        "Use a loop instead of a call to itself.",
    ),
    "boundary_host": (
        "Sự kiện biên {element} không gắn vào bước biết chờ.",
        "The boundary event {element} is not attached to a step that waits.",
        "Gắn vào userTask, serviceTask, receiveTask hoặc subProcess.",
        "Attach it to a userTask, serviceTask, receiveTask or subProcess.",
    ),
    "event_gateway_target": (
        "Cổng event-based {element} phải dẫn thẳng tới các sự kiện chờ message hoặc timer.",
        "The event-based gateway {element} must lead straight to catching message or timer"
        " events.",
        "Mỗi nhánh bắt đầu bằng một intermediateCatchEvent chỉ có một luồng vào.",
        "Begin each branch with an intermediateCatchEvent that has no other incoming flow.",
    ),
    "duplicate_key": (
        "Hai bước cùng ghi vào facts.{what}.",
        "Two steps write to facts.{what}.",
        "Đổi id một trong hai bước.",
        "Change the id of one of the steps.",
    ),
    "condition_missing": (
        "Luồng {element} đi ra từ cổng exclusive nhưng không có điều kiện.",
        "The flow {element} leaves an exclusive gateway without a condition.",
        "Thêm điều kiện, hoặc đặt nó là luồng mặc định của cổng.",
        "Add a condition, or make it the gateway's default flow.",
    ),
    "default_missing": (
        "Cổng {element} không có luồng mặc định.",
        "The gateway {element} has no default flow.",
        "Chọn một luồng mặc định để hồ sơ không bao giờ kẹt lại.",
        "Choose a default flow so that a case can never get stuck.",
    ),
    "post_missing": (
        "Bước {element} không có vị trí xử lý.",
        "The step {element} has no post.",
        'Thêm hd:post, ví dụ hd:post="processing".',
        'Add hd:post, for example hd:post="processing".',
    ),
    "post_unknown": (
        "Bước {element} có vị trí không được biết: {what}.",
        "The step {element} has an unknown post: {what}.",
        "Dùng một trong: {known}.",
        "Use one of: {known}.",
    ),
    "operation_missing": (
        "Bước {element} không có thao tác.",
        "The step {element} has no operation.",
        'Thêm hd:operation, ví dụ hd:operation="document.number".',
        'Add hd:operation, for example hd:operation="document.number".',
    ),
    "operation_unknown": (
        "Bước {element} gọi thao tác không được biết: {what}.",
        "The step {element} calls an unknown operation: {what}.",
        "Dùng một trong: {known}.",
        "Use one of: {known}.",
    ),
    "message_unknown": (
        "{element} chờ thông điệp không ai gửi: {what}.",
        "{element} waits for a message that nobody sends: {what}.",
        "Dùng một trong: {known}.",
        "Use one of: {known}.",
    ),
    "never_reached": (
        "Không đường nào dẫn tới {element}.",
        "No way leads to {element}.",
        "Nối một luồng vào, hoặc xóa phần tử.",
        "Connect a flow to it, or delete the element.",
    ),
    "dead_end": (
        "Quy trình dừng lại ở {element} mà không tới sự kiện kết thúc.",
        "The process stops at {element} without an end event.",
        "Nối {element} tới bước tiếp theo hoặc tới sự kiện kết thúc.",
        "Connect {element} to the next step or to an end event.",
    ),
    "waits_forever": (
        "Có đường đi mà {element} chờ mãi mãi.",
        "There is a way on which {element} waits forever.",
        "Cổng parallel gộp phải nhận đủ mọi nhánh do một cổng parallel tách ra.",
        "A joining parallel gateway must get every branch from a splitting parallel gateway.",
    ),
    "no_way_to_end": (
        "Từ {element} không còn đường nào tới kết thúc.",
        "From {element} no way leads to the end any more.",
        "Thêm một lối ra khỏi vòng lặp.",
        "Add a way out of the loop.",
    ),
    "not_safe": (
        "Hai luồng xử lý cùng lúc có thể tới {element}.",
        "Two threads of work can be at {element} at the same time.",
        "Gộp các nhánh song song bằng cổng parallel trước {element}.",
        "Join the parallel branches with a parallel gateway before {element}.",
    ),
    "automatic_loop": (
        "Vòng lặp qua {element} không chờ ai và không chờ gì.",
        "The loop through {element} waits for nobody and nothing.",
        "Đặt một bước xử lý hoặc một sự kiện chờ vào vòng lặp.",
        "Put a step or a waiting event into the loop.",
    ),
    "too_many_states": (
        "Quy trình có hơn {limit} trạng thái nên không chứng minh được là đúng.",
        "The process has more than {limit} states, so it cannot be proved sound.",
        "Giảm số nhánh song song, hoặc tách thành quy trình con.",
        "Use fewer parallel branches, or split it into called processes.",
    ),
    "illegal_status": (
        "Tại {element}, hồ sơ chuyển từ trạng thái {source} sang {target}, là bước chuyển không"
        " được phép.",
        "At {element} the case moves from status {source} to {target}, which is not allowed.",
        "Từ trạng thái {source} chỉ được chuyển sang: {known}.",
        "From status {source} it may only move to: {known}.",
    ),
}


def problem(
    code: str,
    *,
    line: int = 0,
    element: str = "",
    severity: Severity = Severity.ERROR,
    **values: str | int,
) -> ProcessProblem:
    """Make a problem with its words in both languages; ``code`` must be in WORDS."""
    filled = {"element": element, **values}
    vi, en, hint_vi, hint_en = (text.format(**filled) for text in WORDS[code])
    return ProcessProblem(
        code=f"process.{code}",
        line=line,
        element=element,
        message={"vi": vi, "en": en},
        hint={"vi": hint_vi, "en": hint_en},
        severity=severity,
    )
