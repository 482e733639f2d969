extension ConfigFile {
  /// The cluster that `--cluster` names; without it, the only one.
  func cluster(named name: String?) throws(ConfigError) -> ClusterConfig {
    let known = clusters.map(\.name)
    if let name {
      guard let cluster = clusters.first(where: { $0.name == name }) else {
        throw refusal(
          "has no cluster '\(name)'; its clusters are \(known.joined(separator: ", "))"
            + KeySuggestion.hint(for: name, among: known))
      }
      return cluster
    }
    guard let only = clusters.first, clusters.count == 1 else {
      throw refusal("has several clusters; pick one with --cluster: \(known.joined(separator: ", "))")
    }
    return only
  }

  private func refusal(_ message: String) -> ConfigError {
    ConfigError(path: path, problems: [ConfigProblem(line: 0, message: message)])
  }
}
