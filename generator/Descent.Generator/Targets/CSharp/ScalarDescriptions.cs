using System;
using System.Collections.Generic;
using System.Linq;
using Descent.Generator.Infrastructure;
using Descent.Generator.IR;
using Descent.Generator.Kernels;

namespace Descent.Generator.Targets.CSharp;

/// <summary>What the scalars of a step are, for people: <c>1.0 - Beta1</c>. Values that the author named go by their names.</summary>
/// <param name="method">The method.</param>
/// <param name="formula">The formula of an instruction whose operands are described.</param>
internal sealed class ScalarDescriptions(MethodPlan method, Func<Instruction, List<Expression>, Expression> formula)
{
    /// <summary>The longest part of a description.</summary>
    private const int LongestPart = 500;

    private readonly Dictionary<int, Expression> _descriptions = [];
    private int _described;

    private Program Program => method.Program;

    /// <summary>The description of a value.</summary>
    public string Of(int value) => Describe(value, isTop: true).Text.Replace("global::System.", "").Replace("rule.", "");

    /// <summary>
    /// What an operand is. A part that would be too long is left out, and each is described once: a nameless value that is used twice, and
    /// the one that uses it twice, would grow with every step.
    /// </summary>
    private Expression Part(int value)
    {
        // In order, so that what an operand is has been described before: the chain of operands may be long.
        for (; _described <= value; _described++)
        {
            if (!Program[_described].IsControl)
            {
                var description = Describe(_described, isTop: false);
                _descriptions.Add(_described, description.Text.Length <= LongestPart ? description : Expression.Primary("…"));
            }
        }

        return _descriptions[value];
    }

    private Expression Describe(int value, bool isTop)
    {
        var instruction = Program[value];
        if (!isTop && instruction.Hint is { } hint)
        {
            return Expression.Primary(hint);
        }

        switch (instruction.Opcode)
        {
            case Opcode.Step:
                return Expression.Primary(method.Method.StepName);
            case Opcode.Hyperparameter when !instruction.IsEnumeration:
                return Expression.Primary(Names.Escape(instruction.Hyperparameter!));
            case Opcode.ToDouble:
                return Part(instruction.Operands[0]);
            case Opcode.Phi when Program[instruction.Operands[2]] is { Type: ScalarType.Double, IsConstant: true, Bits: 0 }:
                return isTop ? Describe(instruction.Operands[1], isTop) : Part(instruction.Operands[1]);
            case Opcode.Phi when Program[instruction.Operands[1]] is { Type: ScalarType.Double, IsConstant: true, Bits: 0 }:
                return isTop ? Describe(instruction.Operands[2], isTop) : Part(instruction.Operands[2]);
            default:
                return formula(instruction, [.. instruction.Operands.Select(Part)]);
        }
    }
}
