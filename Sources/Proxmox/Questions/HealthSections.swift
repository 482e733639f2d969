import Cluster
import Remote

extension NodeHealth {
  /// Out of the sections that tell. Each may fail by itself and becomes a sentence.
  init(_ answer: Answer, problems: inout [String]) throws(NodeError) {
    self.init()
    processor = try answer.optional(ProcessorModel.self, problems: &problems)?.name ?? ""
    qemuVersion = try answer.optional(QemuVersion.self, problems: &problems)?.version ?? ""
    fileSystems = try answer.optional(FreeSpace.self, problems: &problems)?.fileSystems ?? []
    fileSystems += try answer.optional(BootPartitions.self, problems: &problems)?.fileSystems ?? []
    degraded = try answer.optional(PoolStatus.self, problems: &problems)?.degraded ?? []
    degraded += try answer.optional(ArrayStatus.self, problems: &problems)?.degraded ?? []
    let sources = try answer.optional(PackageSources.self, problems: &problems)
    if let origin = try answer.optional(PackageOrigin.self, problems: &problems) {
      repositories = Repositories(usable: origin.sources, wantsEnterprise: sources?.wantsEnterprise ?? false)
    }
    packageLockHolder = try answer.optional(PackageLock.self, problems: &problems)?.holder
    let hasCeph = try answer.optional(CephConfig.self, problems: &problems)?.exists ?? false
    balancers = try answer.optional(Balancers.self, problems: &problems)?.active ?? []
    backupJobs = try answer.optional(BackupJobs.self, problems: &problems)?.enabled ?? []
    haBalancing = try answer.optional(ClusterScheduling.self, problems: &problems)?.balancing
    storageDaemons = try answer.optional(CephDaemons.self, problems: &problems)?.count ?? 0
    if hasCeph { ceph = try answer.optional(CephStatus.self, problems: &problems)?.ceph ?? Ceph(status: "") }
  }
}
