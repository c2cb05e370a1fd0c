namespace Descent.Torch.Benchmarks;

/// <summary>The shapes of the parameters of known models: a step sees no more of a model.</summary>
internal static class Models
{
    /// <summary>What can be measured, by name.</summary>
    public static readonly IReadOnlyDictionary<string, Func<IEnumerable<long[]>>> All = new Dictionary<string, Func<IEnumerable<long[]>>>
    {
        ["GPT-2 small"] = Gpt2,
        ["ResNet-50"] = ResNet50,
        ["16,384 in one"] = () => [[16384]],
        ["1,000 of 1,000"] = () => Enumerable.Repeat(new long[] { 1000 }, 1000),
    };

    private static IEnumerable<long[]> Gpt2()
    {
        const long Width = 768;
        yield return [50257, Width];
        yield return [1024, Width];
        for (var block = 0; block < 12; block++)
        {
            yield return [Width];
            yield return [Width];
            yield return [Width, 3 * Width];
            yield return [3 * Width];
            yield return [Width, Width];
            yield return [Width];
            yield return [Width];
            yield return [Width];
            yield return [Width, 4 * Width];
            yield return [4 * Width];
            yield return [4 * Width, Width];
            yield return [Width];
        }

        yield return [Width];
        yield return [Width];
    }

    private static IEnumerable<long[]> ResNet50()
    {
        long channels = 64;
        foreach (var shape in Convolution(3, 64, 7))
        {
            yield return shape;
        }

        foreach (var (width, blocks) in new (long Width, int Blocks)[] { (64, 3), (128, 4), (256, 6), (512, 3) })
        {
            for (var block = 0; block < blocks; block++)
            {
                var convolutions = Convolution(channels, width, 1).Concat(Convolution(width, width, 3)).Concat(Convolution(width, 4 * width, 1));
                foreach (var shape in block == 0 ? convolutions.Concat(Convolution(channels, 4 * width, 1)) : convolutions)
                {
                    yield return shape;
                }

                channels = 4 * width;
            }
        }

        yield return [1000, channels];
        yield return [1000];
    }

    /// <summary>A convolution without bias, and the scale and shift of its normalization.</summary>
    private static IEnumerable<long[]> Convolution(long from, long to, long size) => [[to, from, size, size], [to], [to]];
}
