namespace Descent.Benchmarks.Engine;

/// <summary>The sizes of the tensors of models.</summary>
internal static class Shapes
{
    /// <summary>The 148 tensors of GPT-2 small (Radford et al., 2019), 124,439,808 weights.</summary>
    public static IReadOnlyList<int> Gpt2Small { get; } =
    [
        50257 * 768, 1024 * 768,
        .. Enumerable.Repeat<int[]>([768, 768, 768 * 2304, 2304, 768 * 768, 768, 768, 768, 768 * 3072, 3072, 3072 * 768, 768], 12).SelectMany(block => block),
        768, 768,
    ];

    /// <summary>Many equal tensors.</summary>
    public static IReadOnlyList<int> Equal(int tensors, int length) => [.. Enumerable.Repeat(length, tensors)];
}
