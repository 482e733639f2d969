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

  /// Below this the words for a wide screen don't fit.
  static let compactBelow = Size(width: 60, height: 16)
  static let cardWidthMin = 20

  var isCompact: Bool
  var header: Rect
  var herd: Herd
  var herdArea: Rect
  var herdColumns: Int
  /// Rows of cards in all; more than are visible when the area is too low.
  var herdRows: Int
  var strip: Rect
  var paneTitle: Rect
  var pane: Rect
  var status: Rect
  var keys: Rect

  init(of state: ScreenState) {
    self.init(size: state.size, cards: state.cards.count, guestsOnOne: state.guestsOnFullestNode)
  }

  init(size: Size, cards: Int, guestsOnOne: Int) {
    var rest = Rect(size)
    isCompact = size.width < Layout.compactBelow.width || size.height < Layout.compactBelow.height
    header = rest.takeTop(1)
    keys = rest.takeBottom(size.height > 2 ? 1 : 0)
    status = rest.takeBottom(isCompact ? 0 : 1)
    let rules = isCompact ? 1 : 2
    let paneMin = isCompact ? min(3, rest.height / 2) : max(4, (rest.height - rules) / 3)
    let room = max(rest.height - rules - paneMin, 0)
    (herd, herdColumns, herdRows) = Layout.form(
      cards: cards, width: size.width, room: room, spare: rest.height - rules, guestsOnOne: guestsOnOne,
      isCompact: isCompact)
    let height: Int =
      switch herd {
      case .cards(let lines, _): herdRows * (lines + 2)
      case .table: min(herdRows, max(room, min(rest.height, 1)))
      }
    herdArea = rest.takeTop(height)
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
    return Rect(x: left, y: herdArea.y + row * (lines + 2), width: right - left, height: lines + 2)
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
