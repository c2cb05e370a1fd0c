using System;
using System.Linq;
using Descent.Generator.Infrastructure;

namespace Descent.Generator.IR;

/// <summary>What an argument of an operation on whole matrices is.</summary>
internal enum WholeKind
{
    /// <summary>A value of each weight: a matrix of the tensor's shape, which is read.</summary>
    Values,

    /// <summary>One number for the tensor.</summary>
    Number,

    /// <summary>A square state that is read.</summary>
    Square,

    /// <summary>A square state that is written, too.</summary>
    Written,
}

/// <summary>An argument of an operation on whole matrices.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Slot">The memory of a matrix, once it is known.</param>
internal sealed record WholeArgument(WholeKind Kind, Slot? Slot = null)
{
    public override string ToString() => Slot is null ? Kind.ToString() : $"{Kind}={Slot}";

    public static WholeArgument Parse(string text)
        => text.Split(['='], 2) is var parts && Enum.TryParse<WholeKind>(parts[0], out var kind) && Enum.IsDefined(typeof(WholeKind), kind)
            ? new(kind, parts.Length == 2 ? Slot.Parse(parts[1]) : null)
            : throw new FormatException($"'{text}' is not an argument of an operation on whole matrices.");
}

/// <summary>An operation on whole matrices: a static method over their views.</summary>
/// <param name="Method">The method, with its type.</param>
/// <param name="Arguments">Its arguments, but for the result and the workspace.</param>
/// <param name="HasResult">Whether it gives a value of each weight.</param>
/// <param name="Result">The memory of that, once it is known.</param>
internal sealed record WholeOperation(string Method, EquatableArray<WholeArgument> Arguments, bool HasResult, Slot? Result = null)
{
    private const string Arrow = "->";

    public override string ToString() => $"{Method}({string.Join("; ", Arguments.Select(argument => argument.ToString()))}){(HasResult ? Arrow : "")}{Result}";

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <exception cref="FormatException">It is no operation.</exception>
    public static WholeOperation Parse(string text)
    {
        var (open, close) = (text.IndexOf('('), text.LastIndexOf(')'));
        var after = close < 0 ? "" : text.Substring(close + 1);
        var hasResult = after.StartsWith(Arrow, StringComparison.Ordinal);
        if (open < 1 || close < open || !(hasResult || after.Length == 0))
        {
            throw new FormatException($"'{text}' is not an operation on whole matrices.");
        }

        var arguments = text.Substring(open + 1, close - open - 1).Split(["; "], StringSplitOptions.RemoveEmptyEntries).Select(WholeArgument.Parse);
        var result = hasResult && after.Length > Arrow.Length ? Slot.Parse(after.Substring(Arrow.Length)) : null;
        return new(text.Substring(0, open), arguments.ToEquatableArray(), hasResult, result);
    }
}
