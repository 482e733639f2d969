import Cluster
import Planning
import Testing

@testable import Screen

@Suite struct DemoFaultTests {
  private static var demo: ScreenState.Options {
    var options = ScreenState.Options(clusterName: "homelab")
    options.isDemo = true
    return options
  }

  @Test func `a demo goes wrong by a key, after it was said how`() {
    var state = SampleHerd.pressing("F", in: SampleHerd.atRest(80, 24, options: Self.demo))
    #expect(state.dialogButtons.map(\.title) == ["Cancel", "old kernel", "no start"])
    #expect(state.handle(.key(.enter)) == [])
    _ = state.handle(.key("F"))
    _ = state.handle(.key(.tab))
    #expect(state.handle(.key(.enter)) == [.goWrong(.oldKernel(SampleHerd.pve1))])
  }

  @Test func `a device that is late is one that a guest needs`() {
    var inventory = SampleHerd.inventory()
    inventory.guests[0].devices = ["/dev/dri/renderD128"]
    var state = SampleHerd.atRest(80, 24, options: Self.demo)
    _ = state.handle(.inventory(inventory))
    #expect(state.demoFaults.last == .lateDevice(SampleHerd.pve1, path: "/dev/dri/renderD128"))
  }

  @Test func `in a run it happens to a node that is not through`() {
    var state = SampleHerd.running(80, 24, options: Self.demo)
    _ = state.handle(.key("h"))
    #expect(state.demoFaults.first == .oldKernel(SampleHerd.pve1))
    var progress = SampleHerd.progress()
    for index in progress.nodes.indices { progress.nodes[index].stage = .done }
    _ = state.handle(.progress(progress))
    _ = state.handle(.key("F"))
    #expect(state.dialogButtons.map(\.title) == ["Cancel"])
  }

  @Test func `a real cluster has no such key`() {
    let state = SampleHerd.pressing("F", in: SampleHerd.atRest(80, 24))
    #expect(state.dialog == nil)
    #expect(state.status?.text == "F is refused now: things go wrong on purpose only in a demo")
  }

  @Test func `nothing goes wrong on purpose for those who only watch`() {
    var options = Self.demo
    options.isReadOnly = true
    let state = SampleHerd.pressing("F", in: SampleHerd.atRest(80, 24, options: options))
    #expect(state.dialog == nil)
    #expect(state.status?.text == "F is refused now: read-only: this screen only watches")
  }

  @Test(arguments: [(80, 24), (40, 12)]) func `the choice looks like this`(_ width: Int, _ height: Int) throws {
    var inventory = SampleHerd.inventory()
    inventory.guests[0].devices = ["/dev/dri/renderD128"]
    var state = SampleHerd.atRest(width, height, options: Self.demo)
    _ = state.handle(.inventory(inventory))
    try Golden.check(SampleHerd.pressing("F", in: state).canvas(), "fault-\(width)x\(height)")
  }
}
