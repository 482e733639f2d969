import Testing

@testable import SSH

@Suite struct ChannelSlotsTests {
  @Test func `no more are taken than configured`() {
    var slots = ChannelSlots(configured: 2)
    let taken = [slots.take(), slots.take(), slots.take()]
    #expect(taken == [true, true, false])
    slots.giveBack(clean: true)
    let again = slots.take()
    #expect(again)
  }

  @Test func `a refusal lowers the limit to what is open`() {
    var slots = ChannelSlots(configured: 8)
    for _ in 0..<4 { _ = slots.take() }
    let canWait = slots.refuse()
    #expect(canWait)
    #expect(slots.limit == 3)
    #expect(slots.inUse == 3)
    let taken = slots.take()
    #expect(!taken)
  }

  @Test func `a refusal with nothing open can't be waited for`() {
    var slots = ChannelSlots(configured: 8)
    _ = slots.take()
    let canWait = slots.refuse()
    #expect(!canWait)
    #expect(slots.limit == 1)
  }

  @Test func `a lowered limit rises by one with every clean end, up to the configured one`() {
    var slots = ChannelSlots(configured: 3)
    for _ in 0..<2 { _ = slots.take() }
    _ = slots.refuse()
    #expect(slots.limit == 1)
    slots.giveBack(clean: false)
    #expect(slots.limit == 1)
    for limit in [2, 3, 3] {
      _ = slots.take()
      slots.giveBack(clean: true)
      #expect(slots.limit == limit)
    }
  }
}
