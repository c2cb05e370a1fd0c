namespace Descent.Cuda.Tests;

/// <summary>What an author calls his values may be what the instructions of a storage call theirs, between whose braces they stand.</summary>
public sealed class NamesTests
{
    [Fact]
    public void NamesOfStorage_GiveTheSameBits()
    {
        Compare<BFloat16, BFloat16>(StateStorage.BFloat16, WeightPrecision.Nearest);
        Compare<Half, Half>(StateStorage.Half, WeightPrecision.Stochastic);
        Compare<BFloat16, BFloat16>(StateStorage.Half, WeightPrecision.Stochastic);
        Compare<Half, BFloat16>(StateStorage.BFloat16, WeightPrecision.Compensated);
        Compare<BFloat16, Half>(StateStorage.Native, WeightPrecision.SplitMaster);
        Compare<float, float>(StateStorage.Blocks8, WeightPrecision.Nearest);
        Compare<double, double>(StateStorage.Blocks8, WeightPrecision.Nearest);
        Compare<double, double>(StateStorage.Half, WeightPrecision.Nearest);
    }

    private static void Compare<TWeight, TGradient>(StateStorage states, WeightPrecision precision)
        where TWeight : unmanaged
        where TGradient : unmanaged
    {
        using var pair = new StoredPair<TWeight, TGradient>(
            () => new NamedLikeStorage { Storage = { States = states, Weights = precision, SmallestInBlocks = 0, RoundsStatesByChance = states is StateStorage.BFloat16 or StateStorage.Half } }, specialShare: 0);
        pair.Add("weights", 301);
        for (var step = 1; step <= 3; step++)
        {
            pair.Step();
            pair.AssertSame($"{typeof(TWeight).Name}, {typeof(TGradient).Name}, {states}, {precision}, step {step}");
        }
    }
}

/// <summary>Its weight, gradient, states and values have the names of registers that storages declare.</summary>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class NamedLikeStorage
{
    [Update]
    private static void Update(
        ref double single, double bits, [State] ref double scale, [State] ref double rest, [State] ref double random, [State] ref double code, [State] ref double number)
    {
        var magnitude = 0.5 * scale + bits;
        scale = magnitude;
        var whole = 0.25 * rest + bits * magnitude;
        rest = whole;
        var kept = 0.5 * random - magnitude;
        random = kept;
        var sign = 0.5 * code + kept * bits;
        code = sign;
        var stored = 0.5 * number + sign;
        number = stored;
        single -= 1e-3 * (magnitude + whole + kept + sign + stored);
    }
}
