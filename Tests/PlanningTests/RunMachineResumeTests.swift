import Cluster
import Foundation
import TestPace
import Testing

@testable import Planning

/// Runs that are taken up by another process.
@Suite(.givesWay) struct RunMachineResumeTests {
  private struct Life {
    var world: TypedWorld
    var machine: RunMachine
    let start: RunStart

    init(_ inventory: Inventory = SampleCluster.small(), policy: Policy = Policy(), faults: TypedWorld.Faults = .init())
    {
      world = TypedWorld(inventory, faults: faults)
      start = SampleCluster.start(inventory, policy: policy)
      machine = RunMachine(start, at: world.epoch)
    }

    /// Runs until a notice of that event and message was said so often, and kills the process there.
    mutating func run(until event: String, saying words: String = "", times: Int = 1) {
      var next: RunEvent? = .began(start)
      while let event = next, world.outcome == nil, world.notices.count(where: isMeant) < times {
        world.carryOut(&machine, from: event, killedAfter: 1)
        next = world.nextEvent()
      }
      world.forget()
      machine = world.folded(start)
      func isMeant(_ said: (time: Double, notice: Notice)) -> Bool {
        said.notice.event == event && said.notice.message.hasPrefix(words)
      }
    }

    mutating func resume(after seconds: Double = 1) {
      world.forget()
      world.now += seconds
      world.carryOut(&machine, from: .resumed())
    }

    var isHome: Bool {
      start.inventory.guests.allSatisfy { guest in
        let now = world.inventory.guest(guest.id)
        return now?.node == guest.node && now?.status == guest.status
      }
    }
  }

  @Test func `moves in flight are not given up because the process was away for a night`() {
    var life = Life()
    life.run(until: "move.started", times: 3)
    life.resume(after: 40_000)
    #expect(life.world.outcome?.result == .ok)
    #expect(life.isHome)
    #expect(!life.world.notices.contains { $0.notice.event == "move.failed" })
  }

  @Test func `a move that waited to be tried again goes on at once`() {
    var life = Life(faults: .init(refusals: [GuestID(121): 1]))
    life.run(until: "move.retried")
    life.resume()
    #expect(life.world.outcome?.result == .ok)
    #expect(life.isHome)
  }

  @Test func `a guest that waited to be started goes on at once`() {
    var life = Life(faults: .init(neverStarts: [GuestID(121)]))
    life.run(until: "move.start-again", times: 3)
    life.world.faults.neverStarts = []
    life.resume()
    #expect(life.world.outcome?.result == .ok)
    #expect(life.isHome)
  }

  @Test func `a process that dies between the decision to reboot and the order gives it when it is back`() {
    var life = Life()
    var next: RunEvent? = .began(life.start)
    while let event = next {
      let (world, machine) = (life.world, life.machine)
      life.world.carryOut(&life.machine, from: event, killedAfter: 1)
      guard life.world.bootCount.isEmpty else {
        // Once more up to the decision, but not to the deed.
        (life.world, life.machine) = (world, machine)
        life.world.carryOut(&life.machine, from: event, killedAfter: 1, beforeActing: true)
        break
      }
      next = life.world.nextEvent()
    }
    #expect(life.world.bootCount.isEmpty)
    life.machine = life.world.folded(life.start)
    life.resume()
    #expect(life.world.outcome?.result == .ok)
    #expect(life.world.bootCount.values.allSatisfy { $0 == 1 } && life.world.bootCount.count == 3)
  }

  @Test func `an order that got through is not given again by the next process`() {
    var life = Life(faults: .init(losesRebootAnswer: true))
    life.run(until: "node.down")
    life.resume()
    #expect(life.world.outcome?.result == .ok)
    #expect(life.world.bootCount.values.allSatisfy { $0 == 1 } && life.world.bootCount.count == 3)
  }

  @Test func `a guest that was given up after all its starts is really started again`() {
    var policy = Policy()
    policy.onGuestFailure = .hold
    var life = Life(policy: policy, faults: .init(neverStarts: [GuestID(121)]))
    life.world.carryOut(&life.machine, from: .began(life.start))
    #expect(life.world.outcome?.result == .attention)
    #expect(life.world.outcome?.strays.contains { $0.guest == GuestID(121) && $0.remedy.contains("pct start") } == true)
    life.world.faults.neverStarts = []
    life.resume()
    #expect(life.world.outcome?.result == .ok)
    #expect(life.isHome)
  }

  @Test func `a node that came back with another kernel gets its guests back when the run is taken up`() {
    var life = Life(faults: .init(bootsOldKernel: SampleCluster.name("pve1")))
    life.world.carryOut(&life.machine, from: .began(life.start))
    #expect(life.world.outcome?.result == .attention)
    #expect(life.world.outcome?.reason == "pve1 booted 6.8.12-9-pve, not 6.8.12-11-pve")
    #expect(life.world.outcome?.strays.count == 3)
    life.resume()
    #expect(life.world.outcome?.result == .ok)
    #expect(life.isHome)
    #expect(life.world.bootCount[SampleCluster.name("pve1")] == 1)
  }

  @Test func `a move whose node fell silent is watched to its end, not judged in its middle`() {
    let silent = (node: SampleCluster.name("pve1"), from: 23.0, to: 2000.0)
    var life = Life(faults: .init(silent: silent))
    life.world.carryOut(&life.machine, from: .began(life.start))
    #expect(life.world.outcome?.result == .attention)
    life.resume(after: 2000)
    #expect(life.world.outcome?.result == .ok)
    #expect(life.isHome)
  }

  @Test func `events say the same after a way through a journal`() throws {
    var life = Life(faults: .init(refusals: [GuestID(101): 1], firstStartFails: [GuestID(112)]))
    life.world.carryOut(&life.machine, from: .began(life.start))
    let written = try JSONEncoder().encode(life.world.journal.map(\.event))
    let read = try JSONDecoder().decode([RunEvent].self, from: written)
    #expect(read == life.world.journal.map(\.event))
    for (index, event) in read.enumerated() { life.world.journal[index].event = event }
    let once = life.world.folded(life.start)
    #expect(once.outcome == life.world.outcome)
    #expect(once.progress(at: life.world.clock) == life.machine.progress(at: life.world.clock))
  }

  @Test func `a run stopped as a turn ended counts that turn once`() {
    for moment in stride(from: 20.0, to: 540, by: 23) {
      var life = Life()
      var said = false
      life.world.carryOut(&life.machine, from: .began(life.start)) { now in
        guard now >= moment, !said else { return nil }
        said = true
        return .stop(.asked)
      }
      #expect(life.world.outcome?.result == .stopped)
      life.resume()
      #expect(life.world.outcome?.restarted.count == 3)
      #expect(life.world.outcome?.moves == 18)
    }
  }
}
