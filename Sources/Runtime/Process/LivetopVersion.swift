/// The version of this program, as `run.json`, recordings and exports carry it.
package enum LivetopVersion {
    package static let number = "0.1.0"
}
