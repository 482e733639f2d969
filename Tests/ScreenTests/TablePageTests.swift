import Cluster
import Planning
import Testing

@testable import Screen

@Suite struct TablePageTests {
  private func ids(_ state: ScreenState) -> [Int] {
    state.table?.rows.compactMap { if case .guest(let id) = $0.id { id.rawValue } else { nil } } ?? []
  }

  private func selected(_ state: ScreenState) -> RowID? {
    state.table.flatMap { table in table.selectedRow.map { table.rows[$0].id } }
  }

  private func guests(_ height: Int = 24) -> ScreenState {
    SampleHerd.pressing("2", in: SampleHerd.atRest(80, height))
  }

  @Test func `arrows and vi keys move in the table, and the selected row is always seen`() {
    var state = guests()
    for key in ["j", .down, "j", "k"] as [Key] { _ = state.handle(.key(key)) }
    #expect(selected(state) == .guest(GuestID(103)))
    for key in ["G", "k", .control("u"), .control("d"), .pageUp, .pageDown, "g", .end, .home, "j"] as [Key] {
      _ = state.handle(.key(key))
      #expect(state.canvas().glyphLines.contains { $0.hasPrefix("►  ") }, "\(key)")
    }
    #expect(selected(state) == .guest(GuestID(102)))
    _ = state.handle(.key("G"))
    #expect(selected(state) == .guest(GuestID(311)))
    _ = state.handle(.resize(width: 80, height: 15))
    #expect(state.canvas().glyphLines.contains { $0.hasPrefix("►  ") })
  }

  @Test func `a row stays selected while others come and go`() {
    var state = guests()
    for _ in 0..<5 { _ = state.handle(.key("j")) }
    var inventory = SampleHerd.inventory()
    inventory.guests.removeFirst(3)
    _ = state.handle(.inventory(inventory))
    #expect(selected(state) == .guest(GuestID(106)))
  }

  @Test func `columns sort in the way one looks for things, and the other way round`() {
    var state = SampleHerd.typing("sort name", in: guests())
    #expect(state.table?.rows.first?.cells[1].text == "bazarr")
    _ = state.handle(.key("o"))
    #expect(state.table?.rows.first?.cells[1].text == "zigbee2mqtt")
    state = SampleHerd.typing("sort outage", in: SampleHerd.pressing("2", in: SampleHerd.running(80, 24)))
    #expect(ids(state).prefix(3) == [112, 104, 103])
    #expect(state.canvas().glyphLines.contains { $0.contains("outage▲") })
    _ = state.handle(.key(">"))
    #expect(state.status?.text == "sorted by next")
    _ = state.handle(.key("<"))
    _ = state.handle(.key(.left))
    #expect(state.status?.text == "sorted by policy")
  }

  @Test func `rows are chosen by their states, by a beginning of the word, and by all that is asked for`() {
    var state = SampleHerd.pressing("2", in: SampleHerd.running(120, 40))
    func shown(_ typed: String) -> [Int] {
      state = SampleHerd.typing("filter \(typed)", in: state)
      return ids(state)
    }
    let all = shown("")
    let running = shown(":running")
    #expect(!running.isEmpty && running.count < all.count)
    #expect(Set(shown("!:running")) == Set(all).subtracting(running))
    let moving = shown(":mov")
    #expect(Set(moving) == Set(state.progress?.inFlight.map(\.guest.rawValue) ?? []))
    #expect(!moving.isEmpty)
    #expect(Set(shown(":away")).isSuperset(of: moving))
    #expect(shown(":running sonarr") == [112])
    #expect(shown("sonarr !:running") == [])
    _ = state.handle(.key(.escape))
    _ = shown("")
    _ = state.handle(.key("g"))
    _ = state.handle(.key(" "))
    #expect(shown(":marked") == Array(all.prefix(1)))
  }

  @Test func `hosts are chosen by what they need`() {
    let state = SampleHerd.pressing("3", in: SampleHerd.atRest(120, 40))
    let names = { (state: ScreenState) in state.table?.rows.map { $0.cells[0].text } ?? [] }
    let pending = names(SampleHerd.typing("filter :updates", in: state))
    #expect(pending.contains("pve1") && pending.count < names(state).count)
    #expect(names(SampleHerd.typing("filter :security !:reboot", in: state)).allSatisfy(pending.contains))
    let refused = SampleHerd.typing("filter :nonsense", in: state)
    #expect(refused.status?.text == "not a pattern: :nonsense")
    #expect(names(refused) == names(state))
  }

  @Test func `a filter is a pattern over the whole row, and Escape ends it`() {
    var state = SampleHerd.typing("filter pve3", in: guests())
    #expect(ids(state) == [301, 302, 303, 304, 310, 311])
    state = SampleHerd.typing("filter !running", in: state)
    #expect(ids(state) == [304])
    state = SampleHerd.typing("filter nothing like it", in: state)
    #expect(state.canvas().glyphLines.contains { $0.contains("nothing matches; Esc shows all 38") })
    _ = state.handle(.key("j"))
    _ = state.handle(.key(.enter))
    #expect(state.dialog == nil)
    _ = state.handle(.key(.escape))
    #expect(ids(state).count == 38)
    #expect(state.page == .guests)
  }

  @Test func `Space marks, the star inverts what is shown, Escape takes all marks away`() {
    var state = SampleHerd.typing("filter pve3", in: guests())
    _ = state.handle(.key(" "))
    _ = state.handle(.key(" "))
    #expect(state.tableState.marks == [.guest(GuestID(301)), .guest(GuestID(302))])
    _ = state.handle(.key("*"))
    #expect(state.tableState.marks == Set([303, 304, 310, 311].map { .guest(GuestID($0)) }))
    _ = state.handle(.key(.escape))
    #expect(state.tableState.filter.isEmpty && !state.tableState.marks.isEmpty)
    _ = state.handle(.key(.escape))
    #expect(state.tableState.marks.isEmpty)
    _ = state.handle(.key(.escape))
    #expect(state.page == .cluster)
  }

  @Test func `each page keeps its own table's state`() {
    var state = SampleHerd.typing("filter pve3", in: guests())
    _ = state.handle(.key("3"))
    #expect(state.tableState.filter.isEmpty)
    _ = state.handle(.key("-"))
    #expect(state.page == .guests && state.tableState.filter == "pve3")
  }

  @Test func `the fleet says what is not known instead of nothing`() {
    let state = SampleHerd.pressing("3", in: SampleHerd.withAbsence(80, 24))
    let text = state.canvas().glyphLines.joined(separator: "\n")
    #expect(text.contains("? is not known"))
    let away = state.table?.rows.first { $0.id == .card("pve3") }
    #expect(away?.cells[4].text == "?" && away?.cells[6].text == "?")
  }

  @Test func `the fleet's columns bring first what needs something`() {
    let state = SampleHerd.typing("sort reboot", in: SampleHerd.pressing("3", in: SampleHerd.atRest(80, 24)))
    #expect(state.table?.rows.prefix(2).map(\.id) == [.card("pve1"), .card("pve3")])
  }

  @Test func `Enter replays the selected run, d tells of it`() {
    var state = SampleHerd.withRuns(80, 24)
    _ = state.handle(.key("j"))
    #expect(state.handle(.key(.enter)) == [.replay(RunID("41c09e") ?? SampleHerd.run)])
    #expect(state.handle(.key("d")) == [])
    #expect(state.dialog?.kind == .details(.run(RunID("41c09e") ?? SampleHerd.run)))
  }

  @Test func `a run that this screen saw end stands in the list, without a journal too`() {
    var state = SampleHerd.ended(.ok, 80, 24)
    _ = state.handle(.key(.escape))
    #expect(state.handle(.key("4")) == [.listRuns])
    _ = state.handle(.pastRuns([]))
    #expect(state.runs.map(\.run) == [SampleHerd.run])
    #expect(state.runs.first?.outages.first?.label == "ct/112 sonarr")
  }

  @Test func `columns are as wide as they are, whatever stands in them`() {
    func titles(_ state: ScreenState) -> String? { state.canvas().glyphLines.first { $0.contains("name  ") } }
    let before = titles(SampleHerd.pressing("2", in: SampleHerd.running(120, 40)))
    var state = SampleHerd.pressing("2", in: SampleHerd.running(120, 40))
    var progress = SampleHerd.progress()
    progress.inFlight = []
    progress.places = [:]
    _ = state.handle(.progress(progress))
    #expect(titles(state) == before)
  }
}
