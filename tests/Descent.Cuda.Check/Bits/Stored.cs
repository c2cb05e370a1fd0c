namespace Descent.Cuda.Check.Bits;

/// <summary>How weights, gradients and states are stored while a rule is compared.</summary>
/// <param name="Weights">The type of weights.</param>
/// <param name="Gradients">The type of gradients.</param>
/// <param name="States">The storage of states.</param>
/// <param name="Precision">What is kept of weights beyond their type.</param>
internal sealed record Stored(Type Weights, Type Gradients, StateStorage States, WeightPrecision Precision = WeightPrecision.Nearest)
{
    private static readonly Type s_float = typeof(float), s_double = typeof(double), s_half = typeof(Half), s_bfloat = typeof(BFloat16);

    /// <summary>As loops read and write it.</summary>
    public static Stored Native { get; } = new(s_float, s_float, StateStorage.Native);

    /// <summary>Every storage with each other at least once.</summary>
    public static IReadOnlyList<Stored> All { get; } =
    [
        Native,
        new(s_float, s_float, StateStorage.Blocks8),
        new(s_float, s_bfloat, StateStorage.Half),
        new(s_float, s_half, StateStorage.Native),
        new(s_bfloat, s_bfloat, StateStorage.BFloat16),
        new(s_bfloat, s_float, StateStorage.Blocks8),
        new(s_half, s_half, StateStorage.Half),
        new(s_bfloat, s_bfloat, StateStorage.Native, WeightPrecision.Stochastic),
        new(s_half, s_float, StateStorage.Native, WeightPrecision.Master),
        new(s_bfloat, s_float, StateStorage.Half, WeightPrecision.Compensated),
        new(s_bfloat, s_bfloat, StateStorage.Native, WeightPrecision.SplitMaster),
        new(s_double, s_double, StateStorage.Native),
        new(s_double, s_double, StateStorage.BFloat16),
    ];

    public bool IsOfDoubles => Weights == s_double;

    /// <summary>The optimizer with the storages.</summary>
    public RuleOptimizer In(RuleOptimizer optimizer)
    {
        (optimizer.Storage.States, optimizer.Storage.Weights, optimizer.Storage.SmallestInBlocks) = (States, Precision, 0);
        return optimizer;
    }

    /// <summary>The first difference, in words; <see langword="null"/> if there is none.</summary>
    public string? Compare(CudaDevice device, Type rule, IReadOnlyList<nint[]> shapes, double specialShare)
    {
        return Weights == s_double ? Of<double, double>()
            : Weights == s_float ? OfWeights<float>()
            : Weights == s_half ? OfWeights<Half>()
            : OfWeights<BFloat16>();

        string? OfWeights<T>()
            where T : unmanaged
            => Gradients == s_float ? Of<T, float>() : Gradients == s_half ? Of<T, Half>() : Of<T, BFloat16>();

        string? Of<TWeight, TGradient>()
            where TWeight : unmanaged
            where TGradient : unmanaged
        {
            using var comparison = new Comparison<TWeight, TGradient>(device, () => In(Catalogue.Create(rule)), shapes, specialShare);
            return comparison.Run();
        }
    }

    public override string ToString()
        => $"{Weights.Name} by {Gradients.Name}, states {States}{(Precision == WeightPrecision.Nearest ? "" : $", {Precision}")}";
}
