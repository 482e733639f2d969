import Cluster

/// Settings that containers and machines share.
extension Guest {
  mutating func takeCommon(from config: GuestConfig) {
    lock = config["lock"].map(Excerpt.clean)
    isTemplate = config["template"].map(PropertyString.isTrue) ?? false
    startsAtBoot = config["onboot"].map(PropertyString.isTrue) ?? false
    startup = config["startup"].map(Startup.init(configured:)) ?? Startup()
    tags =
      config["tags"].map { tags in
        tags.split { ";, ".contains($0) }.map { Excerpt.clean(String($0)) }
      } ?? []
    bridges = config.numbered("net").compactMap { PropertyString($0.value)["bridge"] }.unique
    hardwareAddresses = config.numbered("net").flatMap { PropertyString($0.value).values }
      .filter { $0.utf8.count == 17 && $0.split(separator: ":").count == 6 }.map { $0.lowercased() }
    hasSnapshots = config.hasSnapshots
    paths = config["hookscript"].map { [$0] } ?? []
  }
}

extension Guest.Startup {
  /// Any subset in any order; a bare number is the order.
  /// - Source: facts/pve.md 2.4.
  init(configured text: String) {
    let properties = PropertyString(text)
    self.init(
      order: properties.leading("order").flatMap { Digits.number($0) },
      upSeconds: properties["up"].flatMap { Digits.number($0) },
      downSeconds: properties["down"].flatMap { Digits.number($0) })
  }
}
