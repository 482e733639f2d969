import Cluster
import Planning

/// The lines of a log in a part of the screen, following the newest or scrolled.
struct PaneLines {
  let state: ScreenState
  let area: Rect
  let text: PaneText

  /// What stands at the right end of the rule above.
  static func tag(_ state: ScreenState, _ text: PaneText) -> StyledLine {
    var line = StyledLine(" ")
    line.append(state.output.tag, .dim)
    let newer = text.newer
    if newer > 0 || text.bottom != nil {
      line.append("\(newer) newer, End follows", .bright)
    } else {
      line.append("follow", .dim)
    }
    line.append(" ")
    return line
  }

  func draw(on canvas: inout Canvas) {
    guard !area.isEmpty else { return }
    let visible = text.visible
    let rows = visible.reduce(0) { $0 + (text.log[$1].map { text.text($0).count } ?? 0) }
    // Lines hang from the top until the pane is full; then the newest is at the bottom.
    var y = area.y - max(rows - area.height, 0)
    for number in visible {
      guard let line = text.log[number] else { continue }
      let messages = text.text(line)
      for (index, message) in messages.enumerated() {
        if y + index >= area.y, y + index < area.bottom {
          draw(line, message, isFirst: index == 0, y: y + index, on: &canvas)
        }
      }
      y += messages.count
    }
  }

  private func draw(
    _ line: LogLine, _ message: String, isFirst: Bool, y: Int, on canvas: inout Canvas
  ) {
    let columns = text.columns
    let left = area.x + 1
    let styles = styles(of: line)
    guard isFirst else {
      let start = left + text.continuationStart(line)
      canvas.put(message, x: start, y: y, style: styles.message)
      return highlight(message, x: start, y: y, on: &canvas)
    }
    if columns.time > 0 { canvas.put(state.clock.seconds(line.time), x: left, y: y, style: .dim) }
    let subject = columns.time == 0 ? PaneLines.short(line.subject) : line.subject
    canvas.put(
      TextWidth.fit(subject, columns.subject - 1), x: left + columns.time, y: y, style: styles.subject)
    var x = left + text.messageStart(line)
    if text.hasWay(line), let from = line.from, let to = line.to {
      var way = StyledLine(TextWidth.pad(from, columns.name), styles.way)
      way.append(" \(Glyph.arrow) ", .line)
      way.append(TextWidth.pad(to, columns.name), styles.way)
      canvas.put(way, x: x, y: y)
      x += columns.way
    }
    canvas.put(message, x: x, y: y, style: styles.message, limit: area.right - x)
    colour(line, message, x: x, y: y, on: &canvas)
    highlight(message, x: x, y: y, on: &canvas)
  }

  // What the node coloured itself.
  private func colour(_ line: LogLine, _ message: String, x: Int, y: Int, on canvas: inout Canvas) {
    let scalars = Array(message.unicodeScalars)
    func text(_ range: Range<Int>) -> String {
      var view = String.UnicodeScalarView()
      view.append(contentsOf: scalars[range.clamped(to: scalars.indices)])
      return String(view)
    }
    for tint in line.tints where tint.range.lowerBound < scalars.count {
      let start = x + TextWidth.of(text(0..<tint.range.lowerBound))
      canvas.put(
        text(tint.range), x: start, y: y, style: Style(tint.role), limit: max(area.right - start, 0))
    }
  }

  // What was looked for stands out where it was found.
  private func highlight(_ message: String, x: Int, y: Int, on canvas: inout Canvas) {
    for place in text.pattern?.places(in: message) ?? [] {
      let start = x + TextWidth.of(String(message[..<place.lowerBound]))
      canvas.put(
        String(message[place]), x: start, y: y, style: .bright.reversed, limit: max(area.right - start, 0))
    }
  }

  private func styles(of line: LogLine) -> (subject: Style, way: Style, message: Style) {
    switch line.level {
    case .output: (.dim, .dim, .dim)
    case .info: (.text, .dim, state.isFresh(line.time) ? .bright : .text)
    case .warning: (.bright, .dim, .bright)
    case .error: (.danger, .dim, .danger)
    }
  }

  // On a narrow screen the number and the name say enough: `ct/103 grafana` becomes `103 grafana`.
  private static func short(_ subject: String) -> String {
    subject.hasPrefix("ct/") || subject.hasPrefix("vm/") ? String(subject.dropFirst(3)) : subject
  }
}
