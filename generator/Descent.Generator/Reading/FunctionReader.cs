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
        var each = invocation.Arguments.FirstOrDefault(argument => argument.Parameter!.Ordinal == 2)?.Value;
        var owner = over is null ? Axes.Tensor : PerOf(over);
        if (owner is null or Axes.Weight)
        {
            context.Unsupported(over!, "a reduction over anything but Per.Row, Per.Column, Per.Tensor or Per.Optimizer");
        }

        if (each is not null && (PerOf(each) is not (Axes.Row or Axes.Weight) || (PerOf(each) == Axes.Row && owner != Axes.Tensor)))
        {
            context.Unsupported(each, "a reduction with one term for each of anything but Per.Weight, or Per.Row over Per.Tensor");
        }

        var term = expressions.Read(value);
        if (builder[term].Type == ScalarType.Boolean)
        {
            term = Indicator(term, site);
        }

        var reduction = new Payload.Total(kind, owner is null or Axes.Weight ? Axes.Tensor : owner.Value, each is not null && PerOf(each) == Axes.Row);
        var total = Reduce(term, reduction, site);
        return KnownMethods.IsMean(invocation.TargetMethod) ? builder.Add(Opcode.Divide, ScalarType.Double, site, total, CountTerms(reduction, site)) : total;
    }

    private int CountTerms(Payload.Total reduction, int site) => reduction.Scope switch
    {
        Axes.Optimizer => Reduce(builder.Constant(1.0, site), reduction, site),
        Axes.Row => builder.Add(Opcode.Columns, ScalarType.Double, site),
        Axes.Tensor when !reduction.IsOfEachRow => builder.Add(Opcode.Length, ScalarType.Double, site),
        _ => builder.Add(Opcode.Rows, ScalarType.Double, site),
    };

    private int Reduce(int term, Payload.Total reduction, int site)
        => builder.Add(new(Opcode.Reduce, ScalarType.Double, new[] { term }.ToEquatableArray(), reduction, Site: site));

    /// <summary>The axes of a member of <c>Per</c>, if the value is one that is known.</summary>
    private static Axes? PerOf(IOperation value) => value.ConstantValue is { HasValue: true, Value: int member } ? AxesExtensions.OfPer(member) : null;

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
