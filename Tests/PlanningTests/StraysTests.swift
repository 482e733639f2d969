import Cluster
import Testing

@testable import Planning

struct StraysTests {
  private let home = SampleCluster.name("pve1")
  private let away = SampleCluster.name("pve2")

  private func find(_ guest: Guest?) -> RunOutcome.Stray? {
    let inventory = SampleCluster.cluster([SampleCluster.node("pve1")], guest.map { [$0] } ?? [])
    return Strays.find(homes: [GuestID(101): home], inventory: inventory).first
  }

  private func known(
    _ guest: Guest, at place: NodeName, failure: MoveFailure? = nil
  ) -> RunOutcome.Stray? {
    let failures = failure.map { [guest.id: $0] } ?? [:]
    return Strays.known(
      homes: [guest.id: home], places: [guest.id: place], lacks: failures,
      inventory: SampleCluster.cluster([SampleCluster.node("pve1")], [guest])
    ).first
  }

  @Test func `a guest that runs at home is none`() {
    #expect(find(SampleCluster.container(101, on: "pve1")) == nil)
    #expect(known(SampleCluster.container(101, on: "pve1"), at: home) == nil)
  }

  @Test func `a guest that runs elsewhere is named with the way home`() {
    let stray = find(SampleCluster.container(101, on: "pve2"))
    #expect(stray?.label == "ct/101 ct101")
    #expect(stray?.message == "runs on pve2, not on pve1")
    #expect(stray?.remedy == "on pve2: pct migrate 101 pve1 --restart")
    let machine = SampleCluster.machine(101, on: "pve2")
    #expect(find(machine)?.remedy == "on pve2: qm migrate 101 pve1 --online")
  }

  @Test func `a stopped guest is named with its start, and with the way home where it is away`() {
    let here = find(SampleCluster.container(101, on: "pve1", status: .stopped))
    #expect(here?.message == "is stopped on pve1")
    #expect(here?.remedy == "on pve1: pct start 101")
    let there = find(SampleCluster.container(101, on: "pve2", status: .stopped))
    #expect(there?.message == "is stopped on pve2, its home is pve1")
    #expect(there?.remedy == "on pve2: pct start 101; then on pve2: pct migrate 101 pve1 --restart")
  }

  @Test func `a guest of a silent node and a vanished guest are named`() {
    #expect(find(SampleCluster.container(101, on: "pve1", status: .unknown))?.remedy == "bring pve1 back")
    #expect(find(nil)?.message == "is not in the cluster any more")
  }

  @Test func `a guest that did not run at the start is none of the run's`() {
    let stopped = SampleCluster.container(190, on: "pve1", status: .stopped)
    #expect(Strays.find(homes: [:], inventory: SampleCluster.cluster([], [stopped])) == [])
  }

  @Test func `a run that ends early goes by what it knows`() {
    let guest = SampleCluster.container(101, on: "pve1")
    #expect(known(guest, at: away)?.message == "is on pve2, not on pve1")
    let stopped = SampleCluster.container(101, on: "pve1", status: .stopped)
    #expect(known(stopped, at: home)?.message == "is stopped on pve1")
    let unknown = SampleCluster.container(101, on: "pve1", status: .unknown)
    #expect(known(unknown, at: home)?.message == "may not be running on pve1")
  }

  @Test func `a guest that HA moves at the end is named with what ends the maintenance`() {
    let guest = SampleCluster.container(101, on: "pve1")
    for place in [home, away] {
      let stray = Strays.known(
        homes: [guest.id: home], places: [guest.id: place], lacks: [:], drainedByHA: [guest.id: home],
        inventory: SampleCluster.cluster([SampleCluster.node("pve1")], [guest])
      ).first
      #expect(stray?.message == "HA has taken it away from pve1, or is about to")
      #expect(stray?.remedy == "on any node: ha-manager crm-command node-maintenance disable pve1")
    }
  }

  @Test func `so is one on a node whose maintenance was begun by a process that has ended`() {
    var inventory = SampleCluster.small()
    inventory.guests[0].haState = "started"
    var machine = RunMachine(SampleCluster.start(inventory), at: inventory.takenAt)
    machine.undo = [.maintenance(inventory.guests[0].node)]
    let strays = machine.unrecorded("full", remedy: "").strays
    #expect(strays.map(\.guest) == [inventory.guests[0].id])
    #expect(strays.first?.remedy.contains("node-maintenance disable pve1") == true)
  }

  @Test func `a move that was given up says itself what is wrong, unless the guest runs all the same`() {
    let guest = SampleCluster.container(101, on: "pve1")
    var failure = MoveFailure(message: "does not start", remedy: "look", isSettled: true, isRunning: false)
    #expect(known(guest, at: home, failure: failure)?.message == "does not start")
    failure.isRunning = true
    #expect(known(guest, at: home, failure: failure) == nil)
    #expect(known(guest, at: away, failure: failure)?.message == "is on pve2, not on pve1")
  }
}
