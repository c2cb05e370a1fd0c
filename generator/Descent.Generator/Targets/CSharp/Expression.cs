using System.Linq;

namespace Descent.Generator.Targets.CSharp;

/// <summary>C# operators by how tightly they bind; a smaller number binds tighter.</summary>
internal enum Precedence
{
    Primary,
    Unary,
    Multiplicative,
    Additive,
    Shift,
    Relational,
    Equality,
    And,
    ExclusiveOr,
    Or,
    ConditionalAnd,
    ConditionalOr,
    Conditional,
}

/// <summary>The text of an expression and how tightly it binds.</summary>
internal readonly record struct Expression(string Text, Precedence Precedence)
{
    /// <summary>How many operators deep an expression may be; what is deeper gets a name and a statement of its own.</summary>
    public const int MaxDepth = 40;

    public static Expression Primary(string text) => new(text, Precedence.Primary);

    /// <summary>
    /// An operator between two operands. The right one keeps its parentheses at equal precedence: a + (b + c) is not (a + b) + c.
    /// </summary>
    public static Expression Binary(Expression left, string symbol, Expression right, Precedence precedence)
        => new($"{left.Within(precedence)} {symbol} {right.Below(precedence)}", precedence);

    public static Expression Prefix(string symbol, Expression operand)
    {
        var text = operand.Within(Precedence.Unary);
        return new(symbol == "-" && text.StartsWith("-", System.StringComparison.Ordinal) ? $"-({text})" : symbol + text, Precedence.Unary);
    }

    /// <summary>
    /// A call. Several comparisons among its arguments get parentheses: F(a &lt; b, c &gt; (d)) would be read as a call of a generic a.
    /// </summary>
    public static Expression Call(string method, params Expression[] arguments)
    {
        var isAmbiguous = arguments.Count(argument => argument.Precedence >= Precedence.Relational) > 1;
        return Primary($"{method}({string.Join(", ", arguments.Select(argument => isAmbiguous ? argument.Below(Precedence.Relational) : argument.Text))})");
    }

    private string Within(Precedence precedence) => Precedence <= precedence ? Text : $"({Text})";

    private string Below(Precedence precedence) => Precedence < precedence ? Text : $"({Text})";

    public static Expression Conditional(Expression condition, Expression whenTrue, Expression whenFalse)
        => new($"{condition.Below(Precedence.Conditional)} ? {whenTrue.Below(Precedence.Conditional)} : {whenFalse.Within(Precedence.Conditional)}", Precedence.Conditional);
}
