using System.Globalization;

namespace Descent.Tests.Strictness.Fuzzing;

/// <summary>What a node of a random rule is. The comments say what its children are.</summary>
internal enum Kind
{
    // Numbers.
    Literal,
    Hyperparameter, // the value is that of the hyperparameter
    Variable,
    FromInteger,    // integer
    Binary,         // number, number; the text is the operator
    Negate,         // number
    Math,           // numbers; the text is the function
    Clamp,          // number, bound, bound
    Sign,           // number
    Choose,         // condition, number, number
    SignOf,         // condition: 1 or −1
    SwitchNumber,   // number, four arms
    SwitchInteger,  // integer, three arms
    Call,           // numbers; the text is the helper
    Reduce,         // number; the text is the reduction, the value over what it is
    Count,          // condition; the same
    Extent,         // the text is Length, Rows or Columns
    Element,        // integer; the symbol is a span, the value how many values it has
    Whole,          // what an operation on whole matrices takes; the text is its method, the value how many of the numbers, the first ones, are of each weight

    // Integers, below element rate.
    IntegerLiteral,
    IntegerHyperparameter,
    IntegerVariable,
    IntegerBinary,  // integer, integer
    IntegerMath,    // integers
    IntegerChoose,  // condition, integer, integer

    // Conditions.
    Flag,
    ConditionVariable,
    Compare,        // number, number
    CompareIntegers,
    Classify,       // number; the text is IsNaN, IsFinite or IsInfinity
    Not,
    AndAlso,
    OrElse,
    ExclusiveOr,

    // A square state; it is the symbol.
    Square,

    // Statements.
    Block,
    Declare,        // number
    DeclareCondition,
    Assign,         // number; the text is the operator
    AssignElement,  // number, integer; the text is the operator, the symbol and the value as with Element
    Change,         // the same as with Whole, of an operation that gives nothing
    Move,           // numbers; calls the helper of that text with the symbol by reference
    If,             // condition, block, perhaps another block
    For,            // block; the value is the number of rounds, the text the span whose length it is
    Return,         // perhaps a number
}

/// <summary>What a node yields.</summary>
internal enum Sort
{
    Number,
    Integer,
    Condition,
    Square,
    Statement,
}

/// <summary>A variable: of the rule's method or of a helper.</summary>
/// <param name="Name">Its name in C#.</param>
/// <param name="Slot">Its place in the evaluation.</param>
/// <param name="Level">How often its value may change.</param>
internal sealed record Symbol(string Name, int Slot, Level Level)
{
    /// <summary>A value of a span.</summary>
    public Symbol Element(int index) => new(Name + index.ToString(CultureInfo.InvariantCulture), Slot + index, Level);
}


/// <summary>A part of a random rule, immutable. The same nodes are printed as C#, evaluated, and taken apart when a rule is shrunk.</summary>
internal sealed class Node(Kind kind, IReadOnlyList<Node> children, string text = "", double value = 0, Symbol? symbol = null)
{
    public Kind Kind { get; } = kind;

    public IReadOnlyList<Node> Children { get; } = children;

    public string Text { get; } = text;

    public double Value { get; } = value;

    public Symbol? Symbol { get; } = symbol;

    public Node this[int index] => Children[index];

    /// <summary>What a reduction is over.</summary>
    public Over Over => (Over)(int)Value;

    /// <summary>Whether it names the rows or columns of the tensor.</summary>
    public bool NamesRows => Kind switch
    {
        Kind.Reduce or Kind.Count => Over >= Over.Row,
        Kind.Extent => Text != "Length",
        Kind.Whole or Kind.Change => true,
        _ => false,
    };

    public Sort Sort => Kind switch
    {
        < Kind.IntegerLiteral => Sort.Number,
        < Kind.Flag => Sort.Integer,
        < Kind.Square => Sort.Condition,
        Kind.Square => Sort.Square,
        _ => Sort.Statement,
    };

    /// <summary>The number of nodes, itself included.</summary>
    public int Size { get; } = 1 + children.Sum(child => child.Size);

    public bool MayReturn { get; } = kind == Kind.Return || children.Any(child => child.MayReturn);

    /// <summary>Whether C# knows the value when it compiles.</summary>
    public bool IsConstant { get; } = kind is Kind.Literal or Kind.IntegerLiteral
        || (kind is Kind.Binary or Kind.Negate or Kind.FromInteger or Kind.Choose or Kind.IntegerBinary or Kind.IntegerChoose or Kind.Compare
                or Kind.CompareIntegers or Kind.Not or Kind.AndAlso or Kind.OrElse or Kind.ExclusiveOr or Kind.SignOf
            && children.All(child => child.IsConstant));

    public Node With(IReadOnlyList<Node> children) => new(Kind, children, Text, Value, Symbol);

    public IEnumerable<Node> DescendantsAndSelf() => Children.SelectMany(child => child.DescendantsAndSelf()).Prepend(this);
}
