namespace Descent.Training;

/// <summary>
/// Random numbers that a seed fixes to the last bit on every platform and in every version: xoshiro256** for the bits, the normal
/// quantile function for normal numbers, and no function of the platform's mathematics library in between.
/// </summary>
/// <remarks>
/// Not thread-safe, and not for secrets. Every number, uniform or normal, takes 64 bits of the stream, so that the n-th number does not
/// depend on those before.
/// </remarks>
public sealed class RandomSource : ICheckpointed
{
    private Xoshiro256 _generator;

    /// <summary>Starts a stream.</summary>
    /// <param name="seed">Any number; neighbouring seeds give unrelated streams.</param>
    public RandomSource(ulong seed)
        : this(seed, string.Empty)
    {
    }

    /// <summary>
    /// Starts one of many unrelated streams of a seed, such as one for every layer: then a layer's weights stay the same when another
    /// layer is added before it.
    /// </summary>
    /// <param name="seed">Any number.</param>
    /// <param name="name">The name of the stream, such as <c>"layer1.weight"</c>; upper and lower case differ.</param>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is <see langword="null"/>.</exception>
    public RandomSource(ulong seed, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        _generator = new(seed, Hash(name));
    }

    /// <summary>The next 64 random bits.</summary>
    /// <returns>Any number.</returns>
    public ulong NextBits() => _generator.NextBits();

    /// <summary>The next number of the uniform distribution.</summary>
    /// <returns>A number above 0 and below 1.</returns>
    public double NextUniform() => _generator.NextUniform();

    /// <summary>The next number of the normal distribution of mean 0 and standard deviation 1.</summary>
    /// <returns>A number between −8.3 and 8.3, the quantile of a <see cref="NextUniform"/>.</returns>
    public double NextNormal() => NormalQuantile.At(_generator.NextUniform());

    /// <inheritdoc/>
    /// <remarks>Where it is in its stream.</remarks>
    public void Describe(CheckpointContents contents)
    {
        ArgumentNullException.ThrowIfNull(contents);
        contents.AddText("State", () => _generator.State, value => _generator.State = value);
    }

    /// <summary>FNV-1a over the name's UTF-16 bytes, because <see cref="string.GetHashCode()"/> differs from run to run.</summary>
    private static ulong Hash(string name)
    {
        var hash = 14695981039346656037UL;
        foreach (var unit in name)
        {
            hash = unchecked((hash ^ (byte)unit) * 1099511628211UL);
            hash = unchecked((hash ^ (byte)(unit >> 8)) * 1099511628211UL);
        }

        return hash;
    }
}
