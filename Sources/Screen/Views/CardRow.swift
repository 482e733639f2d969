import Cluster
import Planning

/// One line of text in a card, with its label. Narrow cards use short labels or none, wide ones a column of words.
struct CardRow {
  /// Width from which the labels are words in a column.
  static let wideFrom = 28
  static let labelColumns = 9

  let width: Int
  var isWide: Bool { width >= CardRow.wideFrom }

  /// Columns left for the value beside these labels.
  func room(short: String) -> Int {
    isWide ? width - CardRow.labelColumns : width - (short.isEmpty ? 0 : TextWidth.of(short) + 1)
  }

  /// A label and its value, and what stands at the right edge if there is room for it.
  func line(short: String, long: String, value: StyledLine, right: StyledLine? = nil) -> StyledLine {
    var line = StyledLine()
    if isWide {
      line.append(TextWidth.pad(long, CardRow.labelColumns), .dim)
    } else if !short.isEmpty {
      line.append(short + " ", .dim)
    }
    line.spans += value.spans
    if let right {
      let rightWidth = right.width
      if line.width + 1 + rightWidth <= width {
        line.pad(to: width - rightWidth)
        line.spans += right.spans
      }
    }
    return line
  }

  /// A label and a bar with its figure.
  func gauge(short: String, long: String, _ fraction: Double, figure: String, style: Style = .text) -> StyledLine {
    // Short labels are padded, so that the bars below one another begin in one column.
    let short = short.isEmpty ? "" : TextWidth.pad(short, max(4, TextWidth.of(short)))
    return line(
      short: short, long: long,
      value: Meter.gauge(fraction, figure: figure, columns: room(short: short), style: style))
  }

  /// Lines that nodes and backup servers share.
  func kernel(running: String, next: String?, style: Style) -> StyledLine {
    var value = StyledLine(running.isEmpty ? "-" : running, style)
    if let next, value.width + 3 + TextWidth.of(next) <= room(short: "") {
      value.append(" \(Glyph.arrow) ", .dim)
      value.append(next, .bright)
    }
    return line(short: "", long: "kernel", value: value)
  }

  func version(_ product: String, _ version: String, uptimeSeconds: Double, style: Style) -> StyledLine {
    let up = StyledLine([Span("up ", .dim), Span(Figures.uptime(uptimeSeconds), style)])
    let version = version.isEmpty ? "-" : version
    let long = "\(product) \(version)"
    let text = isWide || TextWidth.of(long) + 1 + up.width <= width ? long : version
    return line(short: "", long: "version", value: StyledLine(text, style), right: up)
  }

  func updates(_ updates: PendingUpdates, rebootIsDue: Bool, style: Style) -> StyledLine {
    let count = updates.isKnown ? String(updates.count) : "?"
    var value = StyledLine(
      isWide || count.count > 1 ? count : " \(count)", updates.isKnown && updates.count == 0 ? .dim : style)
    if updates.security > 0 {
      value.append(isWide ? ", " : " ", .dim)
      value.append(isWide ? "\(updates.security) security" : "sec \(updates.security)", .bright)
    }
    let reboot = rebootIsDue ? StyledLine("REBOOT", .bright) : nil
    return line(short: "upd", long: "updates", value: value, right: reboot)
  }
}
