/// Sums over the samples of a frame, which tell how much alike neighbours are.
struct NeighbourSums {
    private var sum = 0.0
    private var square = 0.0
    private var product = 0.0
    private var previous = 0.0
    private var count = 0.0

    init() {}

    /// What `append` comes to for whole numbers, of which doubles hold the sums exactly: up to 2^53, which samples of 16 bits do
    /// not reach in a frame.
    init(sum: Int, square: Int, product: Int, count: Int) {
        (self.sum, self.square, self.product) = (Double(sum), Double(square), Double(product))
        self.count = Double(count)
    }

    @inline(__always)
    mutating func append(_ sample: Double) {
        sum += sample
        square += sample * sample
        product += count > 0 ? sample * previous : 0
        previous = sample
        count += 1
    }

    private var mean: Double { count > 0 ? sum / count : 0 }

    /// Mean power of the samples, as they are.
    var meanSquare: Double { square / max(count, 1) }

    /// Of the samples with the mean removed; 0 for fewer than two.
    var squares: Double { count > 1 ? square - count * mean * mean : 0 }

    /// Of each sample and the one before it, likewise.
    var products: Double { count > 1 ? product - (count - 1) * mean * mean : 0 }
}
