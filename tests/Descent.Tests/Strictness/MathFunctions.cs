using System.Numerics;
using Descent.Generator.IR;
using Descent.Tests.Strictness.Rounding;

namespace Descent.Tests.Strictness;

/// <summary>A function that processors do not have.</summary>
/// <param name="Opcode">The operation.</param>
/// <param name="Name">How C# writes it.</param>
/// <param name="Of">What it is in <see cref="double"/>: what C# gives.</param>
/// <param name="Precise">What it is, as good as exactly.</param>
/// <param name="Count">How many operands it has.</param>
internal sealed record MathFunction(Opcode Opcode, string Name, Func<double, double, double> Of, Func<FixedPoint, FixedPoint, FixedPoint> Precise, int Count = 1);

/// <summary>
/// The functions that processors do not have: for the second opinion of the interpreter of the IR, and for the rules that are made at random.
/// </summary>
internal static class MathFunctions
{
    public static readonly IReadOnlyList<MathFunction> All =
    [
        new(Opcode.Exp, "Math.Exp", (x, _) => Math.Exp(x), (x, _) => FixedPoint.Exponential(x)),
        new(Opcode.Log, "Math.Log", (x, _) => Math.Log(x), (x, _) => FixedPoint.Logarithm(x)),
        new(Opcode.Log2, "Math.Log2", (x, _) => Math.Log2(x), (x, _) => FixedPoint.BinaryLogarithm(x)),
        new(Opcode.Log10, "Math.Log10", (x, _) => Math.Log10(x), (x, _) => FixedPoint.DecimalLogarithm(x)),
        new(Opcode.Sin, "Math.Sin", (x, _) => Math.Sin(x), (x, _) => FixedPoint.Sine(x)),
        new(Opcode.Cos, "Math.Cos", (x, _) => Math.Cos(x), (x, _) => FixedPoint.Cosine(x)),
        new(Opcode.Tan, "Math.Tan", (x, _) => Math.Tan(x), (x, _) => FixedPoint.Tangent(x)),
        new(Opcode.Asin, "Math.Asin", (x, _) => Math.Asin(x), (x, _) => FixedPoint.ArcSine(x)),
        new(Opcode.Acos, "Math.Acos", (x, _) => Math.Acos(x), (x, _) => FixedPoint.ArcCosine(x)),
        new(Opcode.Atan, "Math.Atan", (x, _) => Math.Atan(x), (x, _) => FixedPoint.ArcTangent(x)),
        new(Opcode.Sinh, "Math.Sinh", (x, _) => Math.Sinh(x), (x, _) => FixedPoint.HyperbolicSine(x)),
        new(Opcode.Cosh, "Math.Cosh", (x, _) => Math.Cosh(x), (x, _) => FixedPoint.HyperbolicCosine(x)),
        new(Opcode.Tanh, "Math.Tanh", (x, _) => Math.Tanh(x), (x, _) => FixedPoint.HyperbolicTangent(x)),
        new(Opcode.Cbrt, "Math.Cbrt", (x, _) => Math.Cbrt(x), (x, _) => FixedPoint.CubeRoot(x)),
        new(Opcode.Pow, "Math.Pow", Math.Pow, FixedPoint.Power, 2),
        new(Opcode.Atan2, "Math.Atan2", Math.Atan2, FixedPoint.Angle, 2),
        new(Opcode.Hypot, "double.Hypot", double.Hypot, FixedPoint.Hypotenuse, 2),
    ];

    private static readonly Dictionary<Opcode, MathFunction> s_byOpcode = All.ToDictionary(function => function.Opcode);

    /// <summary>The names of those of one number.</summary>
    public static IEnumerable<string> Unary => All.Where(function => function.Count == 1).Select(function => function.Name);

    /// <summary>The names of those of two.</summary>
    public static IEnumerable<string> Binary => All.Where(function => function.Count == 2).Select(function => function.Name);

    /// <summary>A function by its name; <see langword="null"/> if it is none of these.</summary>
    public static MathFunction? Find(string name) => All.FirstOrDefault(function => function.Name == name);

    /// <summary>The value of an operation.</summary>
    public static T Of<T>(Opcode opcode, T x, T y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => s_byOpcode[opcode].Value(x, y);

    /// <summary>The value of a function: in <see cref="double"/> what C# gives, in <see cref="float"/> the correctly rounded one.</summary>
    public static T Value<T>(this MathFunction function, T x, T y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => typeof(T) == typeof(float)
            ? T.CreateTruncating(CorrectRounding.Of(function, float.CreateTruncating(x), float.CreateTruncating(y)))
            : T.CreateTruncating(function.Of(double.CreateTruncating(x), double.CreateTruncating(y)));
}
