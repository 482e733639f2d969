/// A guest's hook script: a volume among the snippets of a storage.
struct HookScript {
  let volume: String
  /// Where the storage keeps it.
  let path: String

  /// Nil for what is no volume of a storage of the herd.
  init?(_ volume: String, in herd: Herd) {
    guard !volume.hasPrefix("/"), let colon = volume.firstIndex(of: ":"),
      let storage = herd.storages.first(where: { $0.name == volume[..<colon] })
    else { return nil }
    self.volume = volume
    path = storage.path + "/" + volume[volume.index(after: colon)...]
  }
}

extension SimulatedNode {
  /// Why a hook script keeps a guest from starting here, or from arriving.
  /// - Source: facts/pve.md 2.4, 6.
  func missingHookScript(_ id: Int, _ configuration: GuestConfiguration) -> String? {
    guard let volume = configuration["hookscript"] else { return nil }
    guard let script = HookScript(volume, in: cluster.herd), files.exists(script.path) else {
      return "hookscript error for \(id) on pre-start: script '\(volume)' does not exist"
    }
    return nil
  }

  /// Why what is mounted into a container keeps it from starting here. What is mounted by a raw line with `optional`
  /// is simply not there then.
  /// - Source: facts/pve.md 2.4, 6.
  func missingMount(_ id: Int, _ configuration: GuestConfiguration) -> GuestRefusal? {
    let mounts = configuration.numbered("mp").map { GuestConfiguration.head($0.value) }
    let raw = configuration.lines.filter { $0.key == "lxc.mount.entry" && !$0.value.contains("optional") }
      .map { String($0.value.prefix { $0 != " " }) }
    guard let missing = (mounts + raw).first(where: { $0.hasPrefix("/") && !files.exists($0) }) else { return nil }
    return GuestRefusal(
      lines: [
        raw.contains(missing)
          ? "mount_entry: 2446 No such file or directory - Failed to mount \"\(missing)\""
          : "directory '\(missing)' does not exist",
        "run_buffer: 571 Script exited with status 2",
        "lxc_init: 845 Failed to run lxc.hook.pre-start for container \"\(id)\"",
        "__lxc_start: 2034 Failed to initialize container \"\(id)\"",
      ], reason: "startup for container '\(id)' failed")
  }
}
