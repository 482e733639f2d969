import Foundation
import Glibc
import Synchronization
import Testing

/// For tests that compute for seconds: they run on threads of their own that give way to everything else. On the
/// threads that all tests share they would keep those waiting that talk to real processes.
public struct GivingWay: SuiteTrait, TestTrait, TestScoping {
  /// Given to a suite, it holds for each of its tests.
  public var isRecursive: Bool { true }

  /// Carries the test out on a thread that gives way.
  public func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    try await withTaskExecutorPreference(PatientThreads.shared, operation: function)
  }
}

extension Trait where Self == GivingWay {
  /// Runs the test on a thread that gives way.
  public static var givesWay: Self { GivingWay() }
}

/// Threads of low priority, one a processor, that carry out what they are given.
private final class PatientThreads: TaskExecutor {
  static let shared = PatientThreads()

  private let waiting = Mutex<[UnownedJob]>([])
  private let arrivals = DispatchSemaphore(value: 0)

  private init() {
    for _ in 0..<ProcessInfo.processInfo.activeProcessorCount {
      let thread = Thread { [self] in work() }
      // An unoptimized test uses more of the stack than a thread has by default.
      thread.stackSize = 16 << 20
      thread.start()
    }
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    waiting.withLock { $0.append(job) }
    arrivals.signal()
  }

  private func work() {
    // On Linux this sets the priority of the calling thread alone.
    setpriority(Int32(PRIO_PROCESS.rawValue), 0, 10)
    while true {
      arrivals.wait()
      waiting.withLock { $0.removeFirst() }.runSynchronously(on: asUnownedTaskExecutor())
    }
  }
}
