import Cluster
import Planning

/// The guests of a node one by one: who is here, who leaves, who has just come.
struct GuestMap {
  /// An id of up to four digits, a sign and a blank; longer ids take the blank.
  static let cellWidth = 5

  let state: ScreenState
  let node: NodeName
  /// Columns of the screen for each guest.
  var cellWidth = GuestMap.cellWidth

  private struct Entry {
    enum Way { case stays, leaves, comes }

    let id: GuestID
    let way: Way
    let status: Guest.Status
    let style: Style

    var text: String {
      switch way {
      case .stays: status == .running ? "\(id)" : "\(id)\(sign)"
      case .leaves: "\(id)\(Glyph.leaving)"
      case .comes: "\(id)\(Glyph.arriving)"
      }
    }

    var sign: String {
      switch way {
      case .stays:
        switch status {
        case .running: String(Glyph.full)
        case .stopped: String(Glyph.empty)
        case .unknown: "?"
        }
      case .leaves: Glyph.leaving
      case .comes: Glyph.arriving
      }
    }
  }

  /// Lines of ids, at most `linesMax`, in so many columns.
  func lines(width: Int, linesMax: Int) -> [StyledLine] {
    let entries = entries
    let perLine = max(width / cellWidth, 1)
    let shown = entries.count <= perLine * linesMax ? entries.count : max(perLine * linesMax - 1, 0)
    var lines: [StyledLine] = []
    for start in stride(from: 0, to: shown, by: perLine) {
      var line = StyledLine()
      for entry in entries[start..<min(start + perLine, shown)] {
        line.append(entry.text, entry.style)
        line.append(String(repeating: " ", count: max(0, cellWidth - TextWidth.of(entry.text))))
      }
      lines.append(line)
    }
    if shown < entries.count, linesMax > 0 {
      if lines.isEmpty { lines.append(StyledLine()) }
      lines[lines.count - 1].append("+\(entries.count - shown)", .dim)
    }
    return lines
  }

  /// A sign for each guest in one line of so many columns.
  func signs(columns: Int) -> StyledLine {
    let entries = entries
    let shown = entries.count <= columns ? entries.count : max(columns - 4, 0)
    var line = StyledLine(
      entries.prefix(shown).map { entry in
        Span(entry.sign, entry.way == .leaves ? .bright : entry.style)
      })
    if shown < entries.count { line.append("+\(entries.count - shown)", .dim) }
    return line
  }

  private var entries: [Entry] {
    guard let inventory = state.inventory else { return [] }
    let flights = state.isRunning ? state.progress?.inFlight ?? [] : []
    var entries: [Entry] = []
    for guest in inventory.guests where !guest.isTemplate {
      let flight = flights.first { $0.guest == guest.id }
      let status = state.shownStatus(of: guest)
      if let flight, flight.to == node {
        entries.append(Entry(id: guest.id, way: .comes, status: status, style: .bright))
      } else if let flight, flight.from == node {
        entries.append(Entry(id: guest.id, way: .leaves, status: status, style: .bright.reversed))
      } else if state.place(of: guest) == node {
        entries.append(Entry(id: guest.id, way: .stays, status: status, style: style(of: guest, status)))
      }
    }
    return entries
  }

  private func style(of guest: Guest, _ status: Guest.Status) -> Style {
    if let arrived = state.arrivals[guest.id], state.isFresh(arrived) { return .bright }
    return status == .running ? .text : .dim
  }
}
