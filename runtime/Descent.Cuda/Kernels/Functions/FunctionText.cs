using System.Collections.Concurrent;
using Descent.CompilerServices;
using Descent.CompilerServices.Functions;

namespace Descent.Cuda.Kernels.Functions;

/// <summary>
/// The functions that no GPU computes with the bits of the processor, for numbers of <see cref="float"/>: the processor's own source in <see cref="double"/>, recorded, and rounded
/// once. A function of two numbers whose result is too near to the middle between two numbers goes the second way, a function of its own.
/// </summary>
internal static class FunctionText
{
    private const string Precisely = nameof(Precisely);

    private static readonly ConcurrentDictionary<(string Name, bool OfDoubles), string> s_texts = new();

    /// <summary>The text of a function, with those that it calls before it.</summary>
    /// <param name="name">Its name in C#.</param>
    /// <param name="ofDoubles">Whether the arithmetic is in <see cref="double"/>, which of these functions chance alone knows.</param>
    public static string Of(string name, bool ofDoubles) => s_texts.GetOrAdd((name, ofDoubles), function => function.Name switch
    {
        nameof(Distribution.Uniform) or nameof(Distribution.Normal) => ChanceText.Of(function.Name, function.OfDoubles),
        ChanceText.Word => ChanceText.OfWord(),
        nameof(MathFunctions.Exp) => One<MathFunctions.Exp>(),
        nameof(MathFunctions.Log) => One<MathFunctions.Log>(),
        nameof(MathFunctions.Log2) => One<MathFunctions.Log2>(),
        nameof(MathFunctions.Log10) => One<MathFunctions.Log10>(),
        nameof(MathFunctions.Sin) => One<MathFunctions.Sin>(),
        nameof(MathFunctions.Cos) => One<MathFunctions.Cos>(),
        nameof(MathFunctions.Tan) => One<MathFunctions.Tan>(),
        nameof(MathFunctions.Asin) => One<MathFunctions.Asin>(),
        nameof(MathFunctions.Acos) => One<MathFunctions.Acos>(),
        nameof(MathFunctions.Atan) => One<MathFunctions.Atan>(),
        nameof(MathFunctions.Sinh) => One<MathFunctions.Sinh>(),
        nameof(MathFunctions.Cosh) => One<MathFunctions.Cosh>(),
        nameof(MathFunctions.Tanh) => One<MathFunctions.Tanh>(),
        nameof(MathFunctions.Cbrt) => One<MathFunctions.Cbrt>(),
        nameof(MathFunctions.Hypot) => Two<MathFunctions.Hypot>(),
        nameof(MathFunctions.Remainder) => Two<MathFunctions.Remainder>(),
        nameof(MathFunctions.Pow) => Tested<MathFunctions.Pow>(),
        nameof(MathFunctions.Atan2) => Tested<MathFunctions.Atan2>(),
        _ => throw new NotSupportedException($"There is no function '{function.Name}'."),
    });

    private static string One<TFunction>()
        where TFunction : struct, IUnaryFunction
        => Recording.Function(typeof(TFunction).Name, ["x"], (recording, operands) => Round(recording, TFunction.Of(operands[0])));

    private static string Two<TFunction>()
        where TFunction : struct, IBinaryFunction
        => Recording.Function(typeof(TFunction).Name, ["x", "y"], (recording, operands) => Round(recording, TFunction.Of(operands[0], operands[1])));

    private static string Tested<TFunction>()
        where TFunction : struct, ITestedFunction
    {
        var name = typeof(TFunction).Name;
        var second = Recording.Function(name + Precisely, ["x", "y"], (recording, operands) => Round(recording, TFunction.Precisely(operands[0], operands[1])));
        return second + Recording.Function(name, ["x", "y"], (recording, operands) =>
        {
            var value = TFunction.Of(operands[0], operands[1]);
            var (below, above) = (value * RecordedDoubles.Create(1 - TFunction.Margin), value * RecordedDoubles.Create(1 + TFunction.Margin));
            recording.Line(".reg .f32 %below");
            recording.Line(".reg .pred %isClear");
            recording.Line($"cvt.rn.f32.f64 %below, {below.Number()}");
            Round(recording, above);
            recording.Line("setp.eq.b32 %isClear, %below, %result");
            recording.Line("@%isClear bra CLEAR");
            recording.Line($"call (%result), {name}{Precisely}, (%x, %y)");
            recording.Label("CLEAR");
        });
    }

    private static void Round(Recording recording, RecordedDoubles value) => recording.Line($"cvt.rn.f32.f64 %result, {value.Number()}");
}
