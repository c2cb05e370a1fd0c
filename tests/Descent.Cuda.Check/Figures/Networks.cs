namespace Descent.Cuda.Check.Figures;

/// <summary>The shapes of the tensors that steps are timed with.</summary>
internal static class Networks
{
    /// <summary>The 148 tensors of GPT-2 small (Radford et al., 2019), 124,439,808 weights; each size divided by a number and rounded up.</summary>
    public static IReadOnlyList<nint[]> Gpt2Small(int divisor)
    {
        nint width = (768 + divisor - 1) / divisor, vocabulary = (50257 + divisor - 1) / divisor, places = (1024 + divisor - 1) / divisor;
        nint[][] layer =
        [
            [width], [width], [width, 3 * width], [3 * width], [width, width], [width], [width], [width], [width, 4 * width], [4 * width], [4 * width, width], [width],
        ];
        return [[vocabulary, width], [places, width], .. Enumerable.Repeat(layer, 12).SelectMany(shapes => shapes), [width], [width]];
    }

    /// <summary>All of its weights as one tensor.</summary>
    public static IReadOnlyList<nint[]> OneTensor(int divisor) => [[(nint)Gpt2Small(divisor).Sum(Count)]];

    /// <summary>Many small tensors.</summary>
    public static IReadOnlyList<nint[]> Many(int divisor) => [.. Enumerable.Repeat<nint[]>([1000], 10_000 / divisor)];

    /// <summary>How many weights a shape has.</summary>
    public static long Count(nint[] shape) => shape.Aggregate(1L, (product, size) => product * size);
}
