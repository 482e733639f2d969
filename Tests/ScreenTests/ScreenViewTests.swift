import Cluster
import Planning
import TestPace
import Testing

@testable import Screen

/// A screen with a name.
struct Scene: Sendable, CustomTestStringConvertible {
  let name: String
  let state: @Sendable (Int, Int) -> ScreenState

  var testDescription: String { name }

  init(_ name: String, _ state: @escaping @Sendable (Int, Int) -> ScreenState) {
    self.name = name
    self.state = state
  }

  static let all: [Scene] = [
    Scene("asking") { SampleHerd.state($0, $1) },
    Scene("no-answer") {
      var state = SampleHerd.state($0, $1)
      _ = state.handle(
        .inventoryFailed(["pve1: ssh: connection refused at 10.0.0.1:22", "pve2: ssh: no answer for 5 s"]))
      return state
    },
    Scene("rest") { SampleHerd.atRest($0, $1) },
    Scene("read-only") {
      SampleHerd.atRest($0, $1, options: .init(clusterName: "homelab", isReadOnly: true))
    },
    Scene("away") { SampleHerd.withAbsence($0, $1) },
    Scene("no-quorum") { SampleHerd.withAbsence($0, $1, isQuorate: false) },
    Scene("running") { SampleHerd.running($0, $1) },
    Scene("running-ascii") { SampleHerd.running($0, $1, options: .init(clusterName: "homelab", isASCII: true)) },
    Scene("paused") {
      var state = SampleHerd.running($0, $1)
      var progress = SampleHerd.progress()
      progress.state = .paused
      (progress.inFlight, progress.next) = ([], [])
      _ = state.handle(.progress(progress))
      return state
    },
    Scene("rebooting") { SampleHerd.rebooting($0, $1) },
    Scene("failed-node") { SampleHerd.withFailedNode($0, $1) },
    Scene("consent-asked") {
      var state = SampleHerd.atRest($0, $1)
      _ = state.handle(.key(.character("R")))
      return state
    },
    Scene("consent-reboot") {
      SampleHerd.asking(
        .character("R"), .reboot([SampleHerd.pve1]), plan: SampleHerd.plan(.reboot([SampleHerd.pve1])), $0, $1)
    },
    Scene("consent-update") {
      SampleHerd.asking(
        .character("U"), .update([SampleHerd.pve1]), plan: SampleHerd.plan(.update([SampleHerd.pve1])), $0, $1)
    },
    Scene("consent-rolling") { SampleHerd.asking(.character("A"), .rolling, plan: SampleHerd.plan(.rolling), $0, $1) },
    Scene("consent-blocked") {
      SampleHerd.asking(.character("R"), .reboot([SampleHerd.pve1]), plan: SampleHerd.blockedPlan(), $0, $1)
    },
    Scene("stop") { SampleHerd.pressing("S", in: SampleHerd.running($0, $1)) },
    Scene("leave") { SampleHerd.pressing("q", in: SampleHerd.running($0, $1)) },
    Scene("help") { SampleHerd.pressing("?", in: SampleHerd.atRest($0, $1)) },
    Scene("details") {
      var state = SampleHerd.atRest($0, $1)
      _ = state.handle(.key(.enter))
      return state
    },
    Scene("summary-ok") { SampleHerd.ended(.ok, $0, $1) },
    Scene("summary-strayed") { SampleHerd.ended(.strayed, $0, $1) },
    Scene("last-run") {
      var state = SampleHerd.ended(.ok, $0, $1)
      _ = state.handle(.key(.escape))
      return state
    },
    Scene("proving") { SampleHerd.proving($0, $1) },
    Scene("proving-details") {
      var state = SampleHerd.proving($0, $1)
      _ = state.handle(.key(.enter))
      return state
    },
    Scene("guests") { SampleHerd.pressing("2", in: SampleHerd.atRest($0, $1)) },
    Scene("guests-running") { SampleHerd.pressing("2", in: SampleHerd.running($0, $1)) },
    Scene("guests-filtered") {
      SampleHerd.typing("filter pve2|radarr", in: SampleHerd.pressing("2", in: SampleHerd.running($0, $1)))
    },
    Scene("guests-marked") {
      var state = SampleHerd.pressing("2", in: SampleHerd.atRest($0, $1))
      for key in ["j", " ", " ", "j", " "] as [Key] { _ = state.handle(.key(key)) }
      return state
    },
    Scene("guests-eight-nodes") { SampleHerd.pressing("2", in: SampleHerd.large(8, $0, $1)) },
    Scene("guests-forty-nodes") { SampleHerd.pressing("2", in: SampleHerd.large(40, $0, $1)) },
    Scene("guest-details") {
      var state = SampleHerd.pressing("2", in: SampleHerd.atRest($0, $1))
      _ = state.handle(.key(.enter))
      return state
    },
    Scene("fleet") { SampleHerd.pressing("3", in: SampleHerd.atRest($0, $1)) },
    Scene("fleet-away") { SampleHerd.pressing("3", in: SampleHerd.withAbsence($0, $1)) },
    Scene("runs") { SampleHerd.withRuns($0, $1) },
    Scene("runs-none") {
      var state = SampleHerd.pressing("4", in: SampleHerd.atRest($0, $1))
      _ = state.handle(.pastRuns([]))
      return state
    },
    Scene("run-report") { SampleHerd.pressing("d", in: SampleHerd.withRuns($0, $1)) },
    Scene("log") { SampleHerd.pressing("5", in: SampleHerd.running($0, $1)) },
    Scene("log-searched") {
      SampleHerd.typing("filter node:pve2 again", in: SampleHerd.pressing("5", in: SampleHerd.running($0, $1)))
    },
    Scene("log-errors") { SampleHerd.pressing("e", in: SampleHerd.pressing("5", in: SampleHerd.running($0, $1))) },
    Scene("command") {
      var state = SampleHerd.pressing(":", in: SampleHerd.atRest($0, $1))
      for key in ["r", .tab, .tab] as [Key] { _ = state.handle(.key(key)) }
      return state
    },
    Scene("filter-typed") {
      var state = SampleHerd.pressing("2", in: SampleHerd.atRest($0, $1))
      for key in ["/", "!", "c", "t", "("] as [Key] { _ = state.handle(.key(key)) }
      return state
    },
    Scene("plan") {
      var state = SampleHerd.typing("plan", in: SampleHerd.atRest($0, $1))
      _ = state.handle(.plan(.rolling, SampleHerd.plan(.rolling)))
      return state
    },
    Scene("help-guests") { SampleHerd.pressing("?", in: SampleHerd.pressing("2", in: SampleHerd.atRest($0, $1))) },
    Scene("grid-of-forty") {
      SampleHerd.pressing("c", in: SampleHerd.typing("pve20", in: SampleHerd.large(40, $0, $1)))
    },
    Scene("eight-nodes") { SampleHerd.large(8, $0, $1) },
    Scene("forty-nodes") { SampleHerd.large(40, $0, $1) },
    Scene("one-node") { SampleHerd.large(1, $0, $1) },
  ]
}

@Suite(.givesWay) struct ScreenViewTests {
  @Test(arguments: Scene.all) func `every screen is as it was kept`(_ scene: Scene) throws {
    try Golden.check(scene.state(80, 24).canvas(), "\(scene.name)-80x24")
  }

  @Test(arguments: ["consent-rolling", "eight-nodes"], [(40, 12), (120, 40), (200, 50)])
  func `what matters most is kept at other sizes`(_ name: String, _ size: (Int, Int)) throws {
    let scene = try #require(Scene.all.first { $0.name == name })
    try Golden.check(scene.state(size.0, size.1).canvas(), "\(name)-\(size.0)x\(size.1)")
  }

  @Test(
    arguments: ["rest", "running", "proving", "guests", "guests-running", "fleet", "runs", "log"],
    [(40, 12), (60, 20), (100, 30), (120, 40), (200, 60)])
  func `every page is kept at every breakpoint`(_ name: String, _ size: (Int, Int)) throws {
    let scene = try #require(Scene.all.first { $0.name == name })
    try Golden.check(scene.state(size.0, size.1).canvas(), "\(name)-\(size.0)x\(size.1)")
  }

  @Test(arguments: Scene.all) func `every size is drawn, down to none`(_ scene: Scene) {
    var sizes = [(0, 0), (1, 1), (40, 12), (80, 24), (120, 40), (200, 50), (1000, 3), (3, 1000), (59, 16), (60, 15)]
    for width in 0...6 { for height in 0...4 { sizes.append((width * 19, height * 7)) } }
    for height in 0...9 { sizes.append((80, height)) }
    var state = scene.state(80, 24)
    for (width, height) in sizes {
      _ = state.handle(.resize(width: width, height: height))
      let canvas = state.canvas()
      #expect(canvas.size.width == min(width, 1000) && canvas.size.height == min(height, 1000))
      expectWhole(canvas)
    }
  }

  @Test(arguments: Scene.all) func `with ASCII asked for, nothing else is drawn, and nothing is unknown`(_ scene: Scene)
  {
    let drawn = scene.state(80, 24).canvas()
    var reduced = drawn
    reduced.reduceToASCII()
    for y in 0..<24 {
      for x in 0..<80 {
        #expect(reduced[x, y].scalar.isASCII)
        if drawn[x, y].scalar != "?" { #expect(reduced[x, y].scalar != "?", "\(drawn[x, y].glyph) has no twin") }
      }
    }
  }

  @Test func `the upper half stays where it is while guests move and output comes`() {
    for (width, height) in [(80, 24), (120, 40), (200, 50), (40, 12)] {
      var state = SampleHerd.running(width, height)
      let before = Layout(of: state)
      for round in 0..<20 {
        var progress = SampleHerd.progress()
        for id in 101..<(101 + round) { progress.places[GuestID(id)] = SampleHerd.pve2 }
        progress.inFlight = Array(progress.inFlight.prefix(round % 4))
        _ = state.handle(.progress(progress))
        #expect(Layout(of: state) == before)
      }
    }
  }

  @Test func `state is never told by colour alone`() throws {
    // Whoever reads only the glyphs knows which node is away, at work, selected, and what has the focus.
    let away = SampleHerd.withAbsence(80, 24).canvas().glyphLines.joined(separator: "\n")
    #expect(away.contains("OFFLINE") && away.contains("pve3 is away"))
    let running = SampleHerd.running(80, 24).canvas().glyphLines.joined(separator: "\n")
    #expect(running.contains("DRAIN") && running.contains("► pve1") && running.contains("warning: start failed"))
    let asking = SampleHerd.asking(.character("A"), .rolling, plan: SampleHerd.plan(.rolling), 80, 24).canvas()
    #expect(asking.glyphLines.contains { $0.contains("[ Cancel ]") })
  }
}

/// Wide characters are whole, and every cell has its place.
func expectWhole(_ canvas: Canvas, sourceLocation: SourceLocation = #_sourceLocation) {
  for y in 0..<canvas.size.height {
    let row = Array(canvas.row(y))
    for (x, cell) in row.enumerated() {
      let isWhole =
        switch cell.width {
        case 0: x > 0 && row[x - 1].width == 2
        case 2: x + 1 < row.count && row[x + 1].width == 0
        default: cell.width == 1
        }
      if !isWhole { #expect(isWhole, "half a character at \(x),\(y)", sourceLocation: sourceLocation) }
    }
  }
}
