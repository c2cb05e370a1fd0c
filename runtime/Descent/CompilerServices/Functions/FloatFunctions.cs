using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.CompilerServices.Functions;

/// <summary>
/// Functions of lanes of <see cref="float"/>, correctly rounded: computed in two vectors of <see cref="double"/> and rounded once. Where that
/// alone proves nothing, a result is the right one if it is the same a margin above and below; other lanes take the second way.
/// </summary>
[SkipLocalsInit]
internal static class FloatFunctions
{
    private const MethodImplOptions Options = MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization;

    [MethodImpl(Options)]
    public static void Apply<TFunction>(ref Vector512<float> x)
        where TFunction : struct, IUnaryFunction
    {
        var (low, high) = VectorRoom.Widen(in x);
        x = Vector512.Narrow(TFunction.Of(low).Values, TFunction.Of(high).Values);
    }

    [MethodImpl(Options)]
    public static Vector<float> Apply<TFunction>(Vector<float> x)
        where TFunction : struct, IUnaryFunction
    {
        Vector.Widen(x, out var low, out var high);
        return Vector.Narrow(TFunction.Of(new DefaultDoubles(low)).Values, TFunction.Of(new DefaultDoubles(high)).Values);
    }

    [MethodImpl(Options)]
    public static void Apply<TFunction>(ref Vector512<float> x, ref readonly Vector512<float> y)
        where TFunction : struct, IBinaryFunction
    {
        var ((lowX, highX), (lowY, highY)) = (VectorRoom.Widen(in x), VectorRoom.Widen(in y));
        x = Vector512.Narrow(TFunction.Of(lowX, lowY).Values, TFunction.Of(highX, highY).Values);
    }

    [MethodImpl(Options)]
    public static Vector<float> Apply<TFunction>(Vector<float> x, Vector<float> y)
        where TFunction : struct, IBinaryFunction
    {
        Vector.Widen(x, out var lowX, out var highX);
        Vector.Widen(y, out var lowY, out var highY);
        return Vector.Narrow(
            TFunction.Of(new DefaultDoubles(lowX), new DefaultDoubles(lowY)).Values,
            TFunction.Of(new DefaultDoubles(highX), new DefaultDoubles(highY)).Values);
    }

    [MethodImpl(Options)]
    public static void ApplyAndTest<TFunction>(ref Vector512<float> x, ref readonly Vector512<float> y)
        where TFunction : struct, ITestedFunction
    {
        var ((lowX, highX), (lowY, highY)) = (VectorRoom.Widen(in x), VectorRoom.Widen(in y));
        var low = Half<TFunction, WideDoubles>(lowX, lowY).Values;
        var high = Half<TFunction, WideDoubles>(highX, highY).Values;
        var below = Vector512.Narrow(low * (1 - TFunction.Margin), high * (1 - TFunction.Margin));
        var above = Vector512.Narrow(low * (1 + TFunction.Margin), high * (1 + TFunction.Margin));
        x = Vector512.EqualsAll(below.AsInt32(), above.AsInt32()) ? above : Decide<TFunction, Vector512<float>>(x, y, below, above);
    }

    [MethodImpl(Options)]
    public static Vector<float> ApplyAndTest<TFunction>(Vector<float> x, Vector<float> y)
        where TFunction : struct, ITestedFunction
    {
        Vector.Widen(x, out var lowX, out var highX);
        Vector.Widen(y, out var lowY, out var highY);
        var low = Half<TFunction, DefaultDoubles>(new(lowX), new(lowY)).Values;
        var high = Half<TFunction, DefaultDoubles>(new(highX), new(highY)).Values;
        var below = Vector.Narrow(low * (1 - TFunction.Margin), high * (1 - TFunction.Margin));
        var above = Vector.Narrow(low * (1 + TFunction.Margin), high * (1 + TFunction.Margin));
        return Vector.EqualsAll(below.As<float, int>(), above.As<float, int>()) ? above : Decide<TFunction, Vector<float>>(x, y, below, above);
    }

    /// <summary>A method of its own: two copies of these in one are more than the just-in-time compiler inlines.</summary>
    [MethodImpl(Options)]
    private static TDoubles Half<TFunction, TDoubles>(TDoubles x, TDoubles y)
        where TFunction : struct, IBinaryFunction
        where TDoubles : struct, IDoubles<TDoubles>
        => TFunction.Of(x, y);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static TVector Decide<TFunction, TVector>(TVector x, TVector y, TVector below, TVector above)
        where TFunction : struct, ITestedFunction
        where TVector : struct
    {
        var values = LaneFunctions.AsSpan<TVector, float>(ref x);
        var others = LaneFunctions.AsSpan<TVector, float>(ref y);
        var lower = LaneFunctions.AsSpan<TVector, int>(ref below);
        var results = LaneFunctions.AsSpan<TVector, float>(ref above);
        for (var lane = 0; lane < results.Length; lane++)
        {
            if (lower[lane] != BitConverter.SingleToInt32Bits(results[lane]))
            {
                results[lane] = (float)Precisely<TFunction, DefaultDoubles>(DefaultDoubles.Create(values[lane]), DefaultDoubles.Create(others[lane])).Values[0];
            }
        }

        return above;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static TDoubles Precisely<TFunction, TDoubles>(TDoubles x, TDoubles y)
        where TFunction : struct, ITestedFunction
        where TDoubles : struct, IDoubles<TDoubles>
        => TFunction.Precisely(x, y);
}
