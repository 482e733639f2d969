import Cluster
import Planning
import Remote
import TestPace
import Testing

@testable import Proxmox

/// Answers as a broken connection, a full disk or a bad wire leaves them: the same value or a typed error, never a trap.
@Suite(.givesWay) struct BrokenAnswerTests {
  @Test func `a survey cut at any byte is whole or an error`() throws {
    let whole = try SurveyQuestionTests.survey(try Script.survey())
    try cutEverywhere(try Script.survey().result, whole: whole, step: 13) { result throws(NodeError) in
      try SurveyQuestion().answer(from: result, marker: Script.marker, host: "h1", address: "10.0.0.1")
    }
  }

  @Test func `a glance cut at any byte is whole or an error`() throws {
    let node = try #require(NodeName("pve1"))
    let whole = try GlanceQuestionTests.glance(try Script.glance())
    try cutEverywhere(try Script.glance().result, whole: whole) { result throws(NodeError) in
      try GlanceQuestion().answer(from: result, marker: Script.marker, of: node)
    }
  }

  @Test func `a boot report cut at any byte is whole or an error`() throws {
    let node = try #require(NodeName("pve1"))
    let whole = try BootReportQuestionTests.report(try Script.bootReport())
    try cutEverywhere(try Script.bootReport().result, whole: whole) { result throws(NodeError) in
      try BootReportQuestion(devices: []).answer(from: result, marker: Script.marker, of: node)
    }
  }

  @Test func `a backup server's answer cut at any byte is whole or an error`() throws {
    let whole = try BackupServerQuestionTests.server(try Script.backupServer())
    try cutEverywhere(try Script.backupServer().result, whole: whole) { result throws(NodeError) in
      try BackupServerQuestion().answer(
        name: "pbs1", address: "192.168.1.20", marker: Script.marker, result: result)
    }
  }

  /// Every cut must throw `.connectionLost`, but for those behind the last closing line.
  private func cutEverywhere<Value: Equatable>(
    _ result: CommandResult, whole: Value, step: Int = 1, _ read: (CommandResult) throws(NodeError) -> Value
  ) throws {
    for length in stride(from: 0, to: result.output.count, by: step) {
      let cut = CommandResult(output: Array(result.output.prefix(length)), errors: result.errors, exit: .none)
      do throws(NodeError) {
        let value = try read(cut)
        if value != whole { Issue.record("cut at \(length): another value") }
        // Only the line feed of the last line may be missing.
        if length < result.output.count - 1 { Issue.record("cut at \(length) was taken for whole") }
      } catch {
        if error.kind != .connectionLost { Issue.record("cut at \(length): \(error)") }
      }
    }
  }

  @Test(arguments: readings)
  func `each sample cut at any byte is a value or an error`(_ sample: ReadingSample) throws {
    let bytes = try Sample.bytes(sample.path)
    for length in 0...bytes.count {
      _ = try? sample.read(SectionedResult.Part(bytes: Array(bytes.prefix(length)), status: 0))
    }
  }

  @Test(arguments: readings)
  func `each sample with any byte spoilt is a value or an error`(_ sample: ReadingSample) throws {
    let bytes = try Sample.bytes(sample.path)
    let values: [UInt8] = [0x00, 0x0A, 0x20, 0x39, 0x3A, 0xFF]
    for place in bytes.indices {
      // Another value at each place: all of them meet every part of a sample of some length.
      var copy = bytes
      copy[place] = values[place % values.count]
      _ = try? sample.read(SectionedResult.Part(bytes: copy, status: 0))
    }
  }

  struct ReadingSample: Sendable, CustomTestStringConvertible {
    var path: String
    var read: @Sendable (SectionedResult.Part) throws -> Void
    var testDescription: String { path }

    init<Value: Reading>(_ type: Value.Type, _ folder: String = "pve1") {
      path = "\(folder)/\(Script.fileName(of: type.section.label)).txt"
      read = { _ = try Value($0) }
    }
  }

  static let readings: [ReadingSample] = [
    .init(ClusterMembers.self), .init(GuestPlacements.self), .init(ContainerList.self), .init(MachineList.self),
    .init(ContainerConfigs.self), .init(MachineConfigs.self), .init(MachineLocks.self), .init(CurrentBoot.self),
    .init(Uptime.self), .init(LoadAverages.self), .init(MemoryUse.self), .init(ProcessorCount.self),
    .init(VoteCount.self), .init(ManagerVersion.self), .init(RunningKernel.self), .init(InstalledKernels.self),
    .init(QueuedJobs.self), .init(ActiveTasks.self), .init(HAResources.self), .init(HAManagerStatus.self),
    .init(HARules.self), .init(HAGroups.self), .init(DeviceMappings.self),
    .init(Bridges.self), .init(DeviceNodes.self), .init(StorageConfig.self), .init(StorageStatus.self),
    .init(UpgradeSimulation.self), .init(ClusterResources.self), .init(ServiceStates.self),
    .init(ClockAtBegin.self), .init(QemuVersion.self), .init(FreeSpace.self), .init(PoolStatus.self),
    .init(ArrayStatus.self), .init(PackageSources.self), .init(PackageOrigin.self), .init(ReplicationState.self),
    .init(CephStatus.self), .init(BackupServerVersion.self, "pbs1"),
    .init(DatastoreNames.self, "pbs1"), .init(DatastoreUsage.self, "pbs1"), .init(BackupTasks.self, "pbs1"),
  ]
}
