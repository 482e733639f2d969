/// What will happen, in order of time; of events at the same time, the one scheduled first comes first.
struct EventHeap {
  private struct Event {
    var time: Double
    var sequence: UInt64
    var action: () -> Void

    static func precedes(_ left: Event, _ right: Event) -> Bool {
      left.time < right.time || (left.time == right.time && left.sequence < right.sequence)
    }
  }

  private var events: [Event] = []
  private var sequence: UInt64 = 0

  var nextTime: Double? { events.first?.time }

  mutating func add(at time: Double, _ action: @escaping () -> Void) {
    sequence += 1
    events.append(Event(time: time, sequence: sequence, action: action))
    var child = events.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard Event.precedes(events[child], events[parent]) else { return }
      events.swapAt(child, parent)
      child = parent
    }
  }

  /// Takes the next event that is due by `time`.
  mutating func take(dueBy time: Double) -> (time: Double, action: () -> Void)? {
    guard let first = events.first, first.time <= time else { return nil }
    events.swapAt(0, events.count - 1)
    events.removeLast()
    var parent = 0
    while true {
      let left = 2 * parent + 1
      guard left < events.count else { break }
      let right = left + 1
      let child = right < events.count && Event.precedes(events[right], events[left]) ? right : left
      guard Event.precedes(events[child], events[parent]) else { break }
      events.swapAt(parent, child)
      parent = child
    }
    return (first.time, first.action)
  }
}
