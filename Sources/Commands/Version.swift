/// The version that this source is.
enum Version {
  static let number = "0.1.0"
}
