import Cluster

/// Where everything stands on a page with a table. Depends on nothing that changes while a guest moves.
struct PageLayout: Hashable {
  let frame: ScreenFrame
  /// How the herd is drawn above the table of guests.
  let map: HerdMap.Form
  let mapArea: Rect
  /// Lines in which guests are seen on their way.
  let lanes: Rect
  let rule: Rect
  let head: Rect
  let rows: Rect
  /// What is to be said about the whole table.
  let note: Rect
  let reportRule: Rect
  /// The report of the selected run.
  let report: Rect

  init(of state: ScreenState) {
    frame = ScreenFrame(state.size)
    var rest = frame.body
    map = state.page == .guests ? HerdMap.form(of: state, room: rest.height * 3 / 5) : .none
    mapArea = rest.takeTop(map.rows)
    lanes = rest.takeTop(map.lanes)
    rule = rest.takeTop(1)
    head = rest.takeTop(rest.height > 3 ? 1 : 0)
    note = rest.takeBottom(state.page == .fleet && rest.height > 4 ? 1 : 0)
    // A few runs leave the room to the report of one.
    let runs = min(max(state.page == .runs ? state.runs.count : 0, 4), rest.height * 2 / 5)
    let below = state.page == .runs && !frame.isCompact ? rest.height - runs : 0
    var foot = rest.takeBottom(below)
    reportRule = foot.takeTop(1)
    report = foot
    rows = rest
  }
}
