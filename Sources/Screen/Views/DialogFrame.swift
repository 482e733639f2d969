import Cluster
import Planning

/// Where the open dialog stands and what it says, for drawing and for scrolling.
struct DialogFrame {
  let box: Rect
  /// The part for the text.
  let text: Rect
  let title: String
  let lines: [StyledLine]
  /// Lines that can be scrolled away at most.
  var scrollMax: Int { max(lines.count - text.height, 0) }

  private let state: ScreenState
  /// Numbers of the buttons, line by line, so that each is whole.
  private let buttonRows: [[Int]]
  private let buttonRowsShown: Int

  init?(of state: ScreenState) {
    guard let dialog = state.dialog else { return nil }
    self.state = state
    let screen = Rect(state.size)
    let isSmall = screen.width < ScreenFrame.compactBelow.width
    let width = min(isSmall ? screen.width : screen.width - 6, DialogFrame.widthMax(dialog.kind))
    let content = DialogText(state: state, width: max(width - 4, 1))
    title = content.title(dialog)
    lines = content.lines(dialog)
    buttonRows = DialogFrame.rows(of: state.dialogButtons, columns: width - 2)
    buttonRowsShown = min(buttonRows.count, max(screen.height / 3, 1))
    // Two edges, the buttons with a line above them, the field with one of its own.
    let around = 3 + buttonRowsShown + (state.dialogNeedsTyped == nil ? 0 : 2)
    let height = min(lines.count + around, max(screen.height - (isSmall ? 0 : 2), 0))
    box = Rect(x: (screen.width - width) / 2, y: (screen.height - height) / 2, width: width, height: height)
    text = Rect(x: box.x + 2, y: box.y + 1, width: box.width - 4, height: height - around)
  }

  private static func widthMax(_ kind: Dialog.Kind) -> Int {
    switch kind {
    case .stopRun, .leaveRun, .settle: 60
    case .steering: 64
    case .goWrong: 72
    case .help: 72
    case .consent, .plan, .summary, .details: 84
    }
  }

  private static func rows(of buttons: [DialogButton], columns: Int) -> [[Int]] {
    var rows: [[Int]] = []
    var used = 0
    for (number, button) in buttons.enumerated() {
      if rows.isEmpty || used + 2 + width(of: button) > columns {
        rows.append([])
        used = -2
      }
      rows[rows.count - 1].append(number)
      used += 2 + width(of: button)
    }
    return rows
  }

  // The title with its brackets.
  private static func width(of button: DialogButton) -> Int { TextWidth.of(button.title) + 4 }

  func draw(on canvas: inout Canvas) {
    guard let dialog = state.dialog, box.width > 0, box.height > 0 else { return }
    // An empty column on each side keeps what is below from running into the box.
    canvas.fill(Rect(x: box.x - 1, y: box.y, width: box.width + 2, height: box.height))
    canvas.frame(box, style: .bright)
    canvas.put(
      StyledLine([Span(" "), Span(TextWidth.fit(title, box.width - 6), .bright), Span(" ")]), x: box.x + 2, y: box.y)
    let scroll = min(dialog.scroll, scrollMax)
    for row in 0..<min(text.height, lines.count - scroll) {
      canvas.put(lines[scroll + row], x: text.x, y: text.y + row, limit: text.width, mark: "…")
    }
    if scrollMax > 0 {
      let below = scrollMax - scroll
      let note = below > 0 ? " \(below) more below " : " the end "
      canvas.putRight(StyledLine(note, .dim), right: box.right - 2, y: box.bottom - 1, notBefore: box.x + 2)
    }
    if let wanted = state.dialogNeedsTyped { drawField(wanted, dialog.typed, on: &canvas) }
    drawButtons(dialog, on: &canvas)
  }

  private func drawField(_ wanted: String, _ typed: String, on canvas: inout Canvas) {
    let y = box.bottom - 3 - buttonRowsShown
    guard y > box.y else { return }
    let matches = typed == wanted
    var line = StyledLine([Span("type ", .dim), Span(wanted, .bright), Span(" to go on  ", .dim)])
    if line.width > text.width - 8 { line = StyledLine([Span(wanted, .bright), Span(" ")]) }
    let x = text.x + canvas.put(line, x: text.x, y: y, limit: text.width)
    let room = max(min(text.right - x, TextWidth.of(wanted) + 2), 1)
    // The end of what is typed is what is being typed.
    let shown = TextWidth.of(typed) < room ? typed : String(typed.suffix(room - 1))
    canvas.fill(Rect(x: x, y: y, width: room, height: 1), style: .dim.reversed)
    let used = canvas.put(shown, x: x, y: y, style: matches ? .bright.reversed : .dim.reversed, limit: room)
    canvas.cursor = Canvas.Position(x: x + used, y: y)
    canvas.showsCursor = true
    let word = " right"
    if matches, x + room + word.count <= text.right { canvas.put(word, x: x + room, y: y, style: .text) }
  }

  private func drawButtons(_ dialog: Dialog, on canvas: inout Canvas) {
    let buttons = state.dialogButtons
    // The row with the focus is seen, whatever is left out.
    let focused = buttonRows.firstIndex { $0.contains(dialog.focus) } ?? 0
    let first = max(focused - buttonRowsShown + 1, 0)
    for (row, numbers) in buttonRows.dropFirst(first).prefix(buttonRowsShown).enumerated() {
      let y = box.bottom - 1 - buttonRowsShown + row
      guard y > box.y, y < box.bottom - 1 || box.height == 2 else { continue }
      let width = numbers.reduce(-2) { $0 + 2 + DialogFrame.width(of: buttons[$1]) }
      var x = max(box.x + (box.width - width) / 2, box.x + 1)
      for number in numbers {
        let hasFocus = number == dialog.focus
        if hasFocus, !canvas.showsCursor { canvas.cursor = Canvas.Position(x: x + 2, y: y) }
        let title = hasFocus ? "[ \(buttons[number].title) ]" : "  \(buttons[number].title)  "
        let limit = max(box.right - 1 - x, 0)
        x += canvas.put(TextWidth.fit(title, limit), x: x, y: y, style: hasFocus ? .bright.reversed : .text) + 2
      }
    }
    let hidden = buttonRows.dropFirst(first + buttonRowsShown).reduce(0) { $0 + $1.count }
    if hidden > 0 { canvas.putRight(StyledLine("+\(hidden)", .dim), right: box.right - 1, y: box.bottom - 2) }
  }
}
