import Cluster
import Planning

/// Where everything stands, for a size and a number of cards. Depends on nothing that changes while a guest moves, so
/// that nothing on the screen jumps.
struct Layout: Hashable {
  /// How the nodes are drawn.
  enum Herd: Hashable {
    /// Cards with so many lines of text, of which the last `map` show the guests one by one.
    case cards(lines: Int, map: Int)
    /// A line each.
    case table
  }

  static let cardWidthMin = 20

  var isCompact: Bool
  var herd: Herd
  var herdArea: Rect
  var herdColumns: Int
  /// Rows of cards in all; more than are visible when the area is too low.
  var herdRows: Int
  /// The first row of cards that is seen.
  var firstRow: Int
  var strip: Rect
  var paneTitle: Rect
  var pane: Rect

  init(of state: ScreenState) {
    self.init(
      size: state.size, cards: state.cards.count, guestsOnOne: state.guestsOnFullestNode,
      prefersOtherForm: state.prefersOtherForm, selected: state.selected)
  }

  init(size: Size, cards: Int, guestsOnOne: Int, prefersOtherForm: Bool = false, selected: Int = 0) {
    let frame = ScreenFrame(size)
    var rest = frame.body
    isCompact = frame.isCompact
    let rules = isCompact ? 1 : 2
    let paneMin = isCompact ? min(3, rest.height / 2) : max(4, (rest.height - rules) / 3)
    let room = max(rest.height - rules - paneMin, 0)
    (herd, herdColumns, herdRows) = Layout.form(
      cards: cards, width: size.width, room: room, spare: rest.height - rules, guestsOnOne: guestsOnOne,
      isCompact: isCompact)
    if prefersOtherForm {
      (herd, herdColumns, herdRows) = Layout.otherForm(of: herd, cards: cards, width: size.width, room: room)
    }
    let height: Int =
      switch herd {
      case .cards(let lines, _): min(herdRows, max(room / (lines + 2), 1)) * (lines + 2)
      case .table: min(herdRows, max(room, min(rest.height, 1)))
      }
    herdArea = rest.takeTop(height)
    if case .cards(let lines, _) = herd {
      // The selected card is seen, in the middle where there are rows above and below it.
      let visible = max(height / (lines + 2), 1)
      firstRow = (selected / max(herdColumns, 1) - visible / 2).clamped(to: 0...max(herdRows - visible, 0))
    } else {
      firstRow = 0
    }
    strip = rest.takeTop(isCompact ? 0 : 1)
    paneTitle = rest.takeTop(1)
    pane = rest
  }

  private static func form(
    cards: Int, width: Int, room: Int, spare: Int, guestsOnOne: Int, isCompact: Bool
  ) -> (Herd, columns: Int, rows: Int) {
    guard cards > 0, !isCompact else { return (.table, 1, cards) }
    let perRow = max(width / cardWidthMin, 1)
    let rows = (cards + perRow - 1) / perRow
    let columns = (cards + rows - 1) / rows
    // 7 lines are worth a shorter pane; but one screenful of the log must stay.
    if rows * 9 <= max(room, spare - 6) {
      let idsPerLine = max((width / columns - 4) / GuestMap.cellWidth, 1)
      let wanted = (guestsOnOne + idsPerLine - 1) / idsPerLine + 1
      // The log keeps ten lines before the guests get any, and the guests get all they need or none.
      let map = min((min(room, spare - 10) - rows * 9) / rows, wanted)
      let shown = map >= min(wanted, 6) ? map : 0
      return (.cards(lines: 7 + shown, map: shown), columns, rows)
    }
    for lines in [5, 3] where rows * (lines + 2) <= max(room, spare - 6) {
      return (.cards(lines: lines, map: 0), columns, rows)
    }
    return (.table, 1, cards)
  }

  /// The part of the herd's area that a card takes.
  func card(_ number: Int) -> Rect {
    guard herdColumns > 0 else { return Rect(x: 0, y: 0, width: 0, height: 0) }
    guard case .cards(let lines, _) = herd else {
      return Rect(x: 0, y: herdArea.y + number, width: herdArea.width, height: 1)
    }
    let (row, column) = (number / herdColumns, number % herdColumns)
    let left = herdArea.width * column / herdColumns
    let right = herdArea.width * (column + 1) / herdColumns
    return Rect(
      x: left, y: herdArea.y + (row - firstRow) * (lines + 2), width: right - left, height: lines + 2)
  }

  // Lines where cards are, and a grid of cards that scrolls where lines are.
  private static func otherForm(of herd: Herd, cards: Int, width: Int, room: Int) -> (Herd, columns: Int, rows: Int) {
    guard case .table = herd, cards > 0, width >= cardWidthMin else { return (.table, 1, cards) }
    let perRow = width / cardWidthMin
    return (.cards(lines: room >= 14 ? 5 : 3, map: 0), perRow, (cards + perRow - 1) / perRow)
  }
}

extension ScreenState {
  /// Guests that the fullest node may have to show while others are drained onto it.
  var guestsOnFullestNode: Int {
    guard let inventory else { return 0 }
    var counts: [NodeName: Int] = [:]
    var all = 0
    for guest in inventory.guests where !guest.isTemplate {
      counts[startPlaces[guest.id] ?? guest.node, default: 0] += 1
      all += 1
    }
    return min(all, (counts.values.max() ?? 0) * 3 / 2)
  }
}
