import Cluster

/// A guest for which a place is sought, with what is asked about it at every target, found once.
struct Candidate {
  let id: GuestID
  /// Memory that it needs.
  let bytes: Double
  /// What speaks against each target, however full that is; by place of the target.
  let objections: [String?]
  /// Places of targets where it may go but had better not.
  let risks: Set<Int>
  /// Places of the rules about it.
  let rules: [Int]
  /// Where it belongs.
  let home: NodeName?
  /// Where a signed plan wants it.
  let signed: NodeName?
}

/// What a guest asks of a node, besides memory. What speaks against targets is looked up once for all guests that ask
/// for the same, so that ten thousand are not compared one by one.
struct Needs: Hashable {
  private let kind: Guest.Kind
  private let disks: [Guest.Disk.Backing]
  private let keys: [String]
  private let devices: [String]
  private let mappings: [String]
  private let paths: [String]
  private let bridges: [String]
  private let cores: Int?
  private let home: NodeName?

  init(_ guest: Guest, home: NodeName?) {
    self.home = home
    kind = guest.kind
    disks = guest.disks.map(\.backing)
    keys = guest.disks.map(\.key)
    devices = guest.devices
    mappings = guest.mappings
    paths = guest.paths
    bridges = guest.bridges
    cores = guest.cores
  }
}
