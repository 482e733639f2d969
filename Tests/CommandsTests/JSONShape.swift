import FoundationEssentials

/// The keys of a JSON text as paths, such as `nodes[].memory.used`: what a reader can rely on.
enum JSONShape {
  private enum Value: Decodable {
    case object([String: Value])
    case array([Value])
    case scalar

    init(from decoder: any Decoder) throws {
      if let object = try? decoder.singleValueContainer().decode([String: Value].self) {
        self = .object(object)
      } else if let array = try? decoder.singleValueContainer().decode([Value].self) {
        self = .array(array)
      } else {
        self = .scalar
      }
    }
  }

  static func paths(_ json: String) throws -> Set<String> {
    var paths: Set<String> = []
    collect(try JSONDecoder().decode(Value.self, from: Data(json.utf8)), at: "", into: &paths)
    return paths
  }

  private static func collect(_ value: Value, at path: String, into paths: inout Set<String>) {
    switch value {
    case .object(let object):
      for (key, value) in object { collect(value, at: path.isEmpty ? key : "\(path).\(key)", into: &paths) }
    case .array(let array):
      paths.insert(path + "[]")
      for value in array { collect(value, at: path + "[]", into: &paths) }
    case .scalar: paths.insert(path)
    }
  }
}
