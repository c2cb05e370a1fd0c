using System.Globalization;
using System.Text;

namespace Descent.Tests.Strictness.Fuzzing;

/// <summary>Writes the nodes of a random rule as C#.</summary>
internal static class TreeWriter
{
    /// <summary>Writes a statement.</summary>
    public static void Write(StringBuilder text, Node statement, string indent, string? first = null)
    {
        switch (statement.Kind)
        {
            case Kind.Block:
                text.Append(indent).Append("{\n");
                if (first is not null)
                {
                    text.Append(indent).Append("    ").Append(first).Append('\n');
                }

                foreach (var child in statement.Children)
                {
                    Write(text, child, indent + "    ");
                }

                text.Append(indent).Append("}\n");
                break;
            case Kind.If:
                text.Append(indent).Append("if (").Append(Expression(statement[0])).Append(")\n");
                Write(text, statement[1], indent);
                if (statement.Children.Count > 2)
                {
                    text.Append(indent).Append("else\n");
                    Write(text, statement[2], indent);
                }

                break;
            case Kind.For:
                var counter = statement.Symbol!.Name;
                text.Append(indent).Append(CultureInfo.InvariantCulture, $"for (var {counter} = 0; {counter} < {(statement.Text.Length > 0 ? statement.Text + ".Length" : statement.Value)}; {counter}++)\n");
                Write(text, statement[0], indent);
                break;
            default:
                text.Append(indent).Append(Line(statement)).Append('\n');
                break;
        }
    }

    private static string Line(Node statement) => statement.Kind switch
    {
        Kind.Declare => $"double {statement.Symbol!.Name} = {Expression(statement[0])};",
        Kind.DeclareCondition => $"bool {statement.Symbol!.Name} = {Expression(statement[0])};",
        Kind.Assign => $"{statement.Symbol!.Name} {statement.Text} {Expression(statement[0])};",
        Kind.AssignElement => $"{statement.Symbol!.Name}[{Expression(statement[1])}] {statement.Text} {Expression(statement[0])};",
        Kind.Move => $"{statement.Text}(ref {string.Join(", ", statement.Children.Select(Expression).Prepend(statement.Symbol!.Name))});",
        Kind.Change => Call(statement) + ";",
        Kind.Return => statement.Children.Count == 0 ? "return;" : $"return {Expression(statement[0])};",
        _ => throw new ArgumentOutOfRangeException(nameof(statement), statement.Kind, null),
    };

    /// <summary>An expression, in parentheses unless it needs none anywhere.</summary>
    private static string Expression(Node node)
    {
        string Child(int index) => Expression(node[index]);
        return node.Kind switch
        {
            Kind.FromInteger or Kind.Sign or Kind.SignOf => "(double)" + Integer(node),
            Kind.Literal => node.Text[0] == '-' ? $"({node.Text})" : node.Text,
            Kind.Hyperparameter or Kind.IntegerHyperparameter => node.Text,
            Kind.Variable or Kind.IntegerVariable or Kind.ConditionVariable or Kind.Square => node.Symbol!.Name,
            Kind.Element => $"{node.Symbol!.Name}[{Child(0)}]",
            Kind.Binary => $"({Operand(node[0], node[1])} {node.Text} {Operand(node[1], node[0])})",
            Kind.IntegerBinary or Kind.Compare or Kind.CompareIntegers => $"({Child(0)} {node.Text} {Child(1)})",
            Kind.Negate => $"(-{Child(0)})",
            Kind.Math or Kind.IntegerMath or Kind.Call or Kind.Whole => Call(node),
            Kind.Clamp => $"Math.Clamp({Child(0)}, {Child(1)}, {Child(2)})",
            Kind.Choose or Kind.IntegerChoose => $"({Child(0)} ? {Child(1)} : {Child(2)})",
            Kind.SwitchNumber => $"({Child(0)} switch {{ > 0.5 => {Child(1)}, 0 or < -1 => {Child(2)}, not < 0 => {Child(3)}, _ => {Child(4)} }})",
            Kind.SwitchInteger => $"({Child(0)} switch {{ 1 => {Child(1)}, > 2 and < 5 => {Child(2)}, _ => {Child(3)} }})",
            Kind.Reduce or Kind.Count => $"Reduce.{node.Text}({Child(0)}{Scope(node.Over)})",
            Kind.Extent => "Reduce." + node.Text,
            Kind.IntegerLiteral => node.Value.ToString(CultureInfo.InvariantCulture),
            Kind.Flag => "F",
            Kind.Classify => $"double.{node.Text}({Child(0)})",
            Kind.Not => $"!{Child(0)}",
            Kind.AndAlso => $"({Child(0)} && {Child(1)})",
            Kind.OrElse => $"({Child(0)} || {Child(1)})",
            Kind.ExclusiveOr => $"({Child(0)} ^ {Child(1)})",
            _ => throw new ArgumentOutOfRangeException(nameof(node), node.Kind, null),
        };
    }

    private static string Call(Node node) => $"{node.Text}({string.Join(", ", node.Children.Select(Expression))})";

    private static string Scope(Over over) => over switch
    {
        Over.Tensor => "",
        Over.Rows => ", Per.Tensor, each: Per.Row",
        _ => $", Per.{over}",
    };

    /// <summary>Beside a number an integer becomes one by itself; beside another integer it must be told.</summary>
    private static string Operand(Node operand, Node other) => IsInteger(operand) && !IsInteger(other) ? Integer(operand) : Expression(operand);

    private static bool IsInteger(Node number) => number.Kind is Kind.FromInteger or Kind.Sign or Kind.SignOf;

    private static string Integer(Node number) => number.Kind switch
    {
        Kind.Sign => $"(double.IsNaN({Expression(number[0])}) ? 0 : Math.Sign({Expression(number[0])}))",
        Kind.SignOf => $"({Expression(number[0])} ? 1 : -1)",
        _ => Expression(number[0]),
    };
}
