using Descent.Generator.IR;

namespace Descent.Tests.Strictness;

/// <summary>A function that has no vector form of the same bits.</summary>
/// <param name="Opcode">The operation.</param>
/// <param name="Name">How C# writes it.</param>
/// <param name="Of">What it is.</param>
/// <param name="Count">How many operands it has.</param>
internal sealed record MathFunction(Opcode Opcode, string Name, Func<double, double, double> Of, int Count = 1);

/// <summary>
/// What C# gives for each function that is evaluated lane by lane: for the second opinion of <see cref="Interpreter{T}"/>, and for the rules
/// that are made at random.
/// </summary>
internal static class MathFunctions
{
    public static readonly IReadOnlyList<MathFunction> All =
    [
        new(Opcode.Exp, "Math.Exp", (x, _) => Math.Exp(x)),
        new(Opcode.Log, "Math.Log", (x, _) => Math.Log(x)),
        new(Opcode.Log2, "Math.Log2", (x, _) => Math.Log2(x)),
        new(Opcode.Log10, "Math.Log10", (x, _) => Math.Log10(x)),
        new(Opcode.Sin, "Math.Sin", (x, _) => Math.Sin(x)),
        new(Opcode.Cos, "Math.Cos", (x, _) => Math.Cos(x)),
        new(Opcode.Tan, "Math.Tan", (x, _) => Math.Tan(x)),
        new(Opcode.Asin, "Math.Asin", (x, _) => Math.Asin(x)),
        new(Opcode.Acos, "Math.Acos", (x, _) => Math.Acos(x)),
        new(Opcode.Atan, "Math.Atan", (x, _) => Math.Atan(x)),
        new(Opcode.Sinh, "Math.Sinh", (x, _) => Math.Sinh(x)),
        new(Opcode.Cosh, "Math.Cosh", (x, _) => Math.Cosh(x)),
        new(Opcode.Tanh, "Math.Tanh", (x, _) => Math.Tanh(x)),
        new(Opcode.Cbrt, "Math.Cbrt", (x, _) => Math.Cbrt(x)),
        new(Opcode.Pow, "Math.Pow", Math.Pow, 2),
        new(Opcode.Atan2, "Math.Atan2", Math.Atan2, 2),
        new(Opcode.Hypot, "double.Hypot", double.Hypot, 2),
    ];

    /// <summary>The names of those of one number.</summary>
    public static IEnumerable<string> Unary => All.Where(function => function.Count == 1).Select(function => function.Name);

    /// <summary>The names of those of two.</summary>
    public static IEnumerable<string> Binary => All.Where(function => function.Count == 2).Select(function => function.Name);

    /// <summary>The value of an operation.</summary>
    public static double Of(Opcode opcode, double x, double y) => All.First(function => function.Opcode == opcode).Of(x, y);

    /// <summary>A function by its name; <see langword="null"/> if it is none of these.</summary>
    public static Func<double, double, double>? Find(string name) => All.FirstOrDefault(function => function.Name == name)?.Of;
}
