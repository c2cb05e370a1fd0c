using System.Linq;
using Descent.Generator.Infrastructure;
using Descent.Generator.IR;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Descent.Generator.Reading;

/// <summary>Reads calls of the functions that are operations themselves: those of <c>System.Math</c>, tests of numbers and reductions.</summary>
internal sealed class FunctionReader(ReadingContext context, ProgramBuilder builder, ExpressionReader expressions)
{
    public static bool IsKnown(IInvocationOperation invocation)
        => KnownMethods.Find(invocation.TargetMethod) is not null || KnownMethods.FindReduction(invocation.TargetMethod) is not null || KnownMethods.IsClassification(invocation.TargetMethod);

    /// <summary>The value of a call; <see langword="null"/> if the method is none of these.</summary>
    public int? TryRead(IInvocationOperation invocation, int site)
    {
        if (KnownMethods.Find(invocation.TargetMethod) is var (opcode, signature))
        {
            // Arguments come in the order in which they are evaluated; named ones may come in another order than declared.
            var operands = new int[invocation.Arguments.Length];
            foreach (var argument in invocation.Arguments)
            {
                operands[argument.Parameter!.Ordinal] = expressions.Read(argument.Value);
            }

            return builder.Add(opcode, signature.Result, site, operands);
        }

        if (KnownMethods.FindReduction(invocation.TargetMethod) is { } kind)
        {
            return ReadReduction(invocation, kind, site);
        }

        return KnownMethods.IsClassification(invocation.TargetMethod)
            ? Classify(invocation.TargetMethod.Name, expressions.Read(invocation.Arguments[0].Value), site)
            : null;
    }

    private int ReadReduction(IInvocationOperation invocation, ReductionKind kind, int site)
    {
        var value = invocation.Arguments.First(argument => argument.Parameter!.Ordinal == 0).Value;
        var over = invocation.Arguments.FirstOrDefault(argument => argument.Parameter!.Ordinal == 1)?.Value;
        var owner = over is null ? Axes.Tensor : over.ConstantValue is { HasValue: true, Value: int member } ? AxesExtensions.OfPer(member) : null;
        if (owner is not (Axes.Tensor or Axes.Optimizer))
        {
            context.Unsupported(over!, "a reduction over anything but Per.Tensor or Per.Optimizer");
        }

        var term = expressions.Read(value);
        if (builder[term].Type == ScalarType.Boolean)
        {
            term = Indicator(term, site);
        }

        var scope = owner == Axes.Optimizer ? Axes.Optimizer : Axes.Tensor;
        var total = Reduce(term, kind, scope, site);
        if (!KnownMethods.IsMean(invocation.TargetMethod))
        {
            return total;
        }

        var count = scope == Axes.Tensor ? builder.Add(Opcode.Length, ScalarType.Double, site) : Reduce(builder.Constant(1.0, site), ReductionKind.Sum, scope, site);
        return builder.Add(Opcode.Divide, ScalarType.Double, site, total, count);
    }

    private int Reduce(int term, ReductionKind kind, Axes scope, int site)
        => builder.Add(new(Opcode.Reduce, ScalarType.Double, new[] { term }.ToEquatableArray(), new Payload.Total(kind, scope), Site: site));

    /// <summary>1 where a condition holds, 0 where it does not.</summary>
    private int Indicator(int condition, int site)
    {
        var (one, zero) = (builder.Constant(1.0, site), builder.Constant(0.0, site));
        builder.Add(Opcode.If, ScalarType.None, site, condition);
        builder.Add(Opcode.Else, ScalarType.None, site);
        builder.Add(Opcode.End, ScalarType.None, site);
        return Scope.Join(builder, condition, one, zero, site, null);
    }

    private int Classify(string test, int value, int site)
    {
        if (test == "IsNaN")
        {
            return builder.Add(Opcode.NotEqual, ScalarType.Boolean, site, value, value);
        }

        var magnitude = builder.Add(Opcode.Absolute, ScalarType.Double, site, value);
        var infinity = builder.Constant(double.PositiveInfinity, site);
        return builder.Add(test == "IsFinite" ? Opcode.Less : Opcode.Equal, ScalarType.Boolean, site, magnitude, infinity);
    }
}
