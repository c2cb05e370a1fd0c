using Descent.Generator.IR;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Descent.Generator.Reading;

/// <summary>Reads conversions between numbers, those that are written and those that C# adds.</summary>
internal sealed class ConversionReader(ReadingContext context, ProgramBuilder builder, ExpressionReader expressions, SwitchReader switches)
{
    public int Read(IConversionOperation conversion, int site)
    {
        var (from, to) = (ScalarTypes.Of(conversion.Operand.Type), ScalarTypes.Of(conversion.Type));
        if (conversion.OperatorMethod is not null || from == ScalarType.None || to == ScalarType.None || conversion.IsTryCast)
        {
            return conversion.Operand is IInvalidOperation ? expressions.Read(conversion.Operand) : expressions.Unsupported(conversion, site);
        }

        return (from, to) switch
        {
            (ScalarType.Integer, ScalarType.Double) => ReadAsDouble(conversion.Operand, site),
            _ when from == to => expressions.Read(conversion.Operand),
            (ScalarType.Double, ScalarType.Integer) => Narrow(conversion, site),
            _ => expressions.Unsupported(conversion, site),
        };
    }

    /// <summary>A value where a type is asked for that C# has checked already: an int becomes a double.</summary>
    public int Convert(int value, ScalarType type, int site)
        => builder[value].Type == ScalarType.Integer && type == ScalarType.Double ? builder.Add(Opcode.ToDouble, ScalarType.Double, site, value) : value;

    private int Narrow(IConversionOperation conversion, int site)
    {
        var value = builder.Add(Opcode.ToInteger, ScalarType.Integer, site, expressions.Read(conversion.Operand));
        return conversion.IsChecked ? builder.Checked(value) : value;
    }

    /// <summary>
    /// An int expression as a double. The conversion moves into the arms of a choice, and a sign is computed as a double at once:
    /// so <c>c ? 1 : -1</c> and <c>Math.Sign(x)</c> need no integers in the loop.
    /// </summary>
    private int ReadAsDouble(IOperation operation, int site)
    {
        using var level = context.Enter(operation);
        switch (operation)
        {
            case var _ when !level.IsEntered:
                return expressions.Placeholder(ScalarType.Double, site);
            case { ConstantValue: { HasValue: true, Value: int constant } }:
                return builder.Constant((double)constant, site);
            case IParenthesizedOperation parenthesized:
                return ReadAsDouble(parenthesized.Operand, site);
            case IConditionalOperation { WhenFalse: { } whenFalse } conditional:
                return expressions.ReadChoice(
                    conditional.Condition,
                    () => ReadAsDouble(conditional.WhenTrue, context.Site(conditional.WhenTrue.Syntax)),
                    () => ReadAsDouble(whenFalse, context.Site(whenFalse.Syntax)),
                    site);
            case ISwitchExpressionOperation choice:
                return switches.Read(choice, site, arm => [ReadAsDouble(arm, context.Site(arm.Syntax))])[0];
            case IInvocationOperation { Arguments.Length: 1 } invocation when KnownMethods.Find(invocation.TargetMethod) is (Opcode.Sign, var signature) && signature.Takes([ScalarType.Double]):
                return builder.Add(Opcode.Sign, ScalarType.Double, site, expressions.Read(invocation.Arguments[0].Value));
            default:
                return Convert(expressions.Read(operation), ScalarType.Double, site);
        }
    }
}
