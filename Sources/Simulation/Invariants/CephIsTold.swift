/// No node that carries some of Ceph's data is restarted before Ceph was told, and what it was told by others stays.
struct CephIsTold: Invariant {
  let name = "ceph-is-told"

  func violations(in truth: GroundTruth, claim: RunClaim) -> [String] {
    guard let ceph = truth.ceph else { return [] }
    return ceph.untold.map { "\($0) was restarted without noout" }
      + ceph.flagsAtStart.subtracting(ceph.flags).sorted().map { "the Ceph flag \($0), set by someone else, is gone" }
  }
}
