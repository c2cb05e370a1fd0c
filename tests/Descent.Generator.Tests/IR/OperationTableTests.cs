using Descent.Generator.Analysis;
using Descent.Generator.IR;
using Descent.Generator.Targets.CSharp;
using Descent.Generator.Targets.Ptx;

namespace Descent.Generator.Tests.IR;

/// <summary>
/// An operation is found at the place of its number, so the rows of the table stand in the order of the numbers. What follows from a row is
/// all there, and so is what other tables say of it.
/// </summary>
public sealed class OperationTableTests
{
    private static readonly double[] s_numbers = [-1e300, -7.5, -1, -0.5, -0.0, 0, 1e-300, 0.25, 1, 2.5, 100, double.PositiveInfinity, double.NaN];

    private static IEnumerable<Operation> Pure => OperationTable.All.Where(operation => operation.Is(OperationTraits.Pure));

    [Fact]
    public void EveryOperation_HasItsRow()
        => Assert.All(Enum.GetValues<Opcode>(), opcode => Assert.Equal(opcode, OperationTable.Of(opcode).Opcode));

    [Fact]
    public void RowsThatChangedPlaces_AreRefused()
    {
        Operation[] rows = [.. OperationTable.All];
        var (add, subtract) = ((int)Opcode.Add, (int)Opcode.Subtract);
        (rows[add], rows[subtract]) = (rows[subtract], rows[add]);

        var refusal = Assert.Throws<InvalidOperationException>(() => OperationTable.InOrder(rows));

        Assert.Equal($"Row {add} of the table of operations is Subtract; it must be Add.", refusal.Message);
    }

    [Fact]
    public void MissingAndAdditionalRows_AreRefused()
    {
        Operation[] rows = [.. OperationTable.All];

        Assert.Contains("is missing", Assert.Throws<InvalidOperationException>(() => OperationTable.InOrder(rows[..^1])).Message, StringComparison.Ordinal);
        Assert.Contains("must be none", Assert.Throws<InvalidOperationException>(() => OperationTable.InOrder([.. rows, rows[0]])).Message, StringComparison.Ordinal);
    }

    /// <summary>What follows from its operands alone says what: for each of its signatures.</summary>
    [Fact]
    public void EveryPureOperation_HasItsEvaluators()
    {
        Assert.Empty(Pure.SelectMany(operation => operation.Signatures.Where(signature => !IsEvaluated(operation, signature)).Select(signature => $"{operation.Name} of {signature.Operands[0]}")));
        Assert.Empty(OperationTable.All.Except(Pure).Where(operation => (operation.OfDoubles ?? operation.OfIntegers ?? operation.OfBooleans ?? (object?)operation.Compares) is not null).Select(operation => operation.Name));
    }

    private static bool IsEvaluated(Operation operation, Signature signature) => (signature.Operands[0], signature.Result) switch
    {
        (ScalarType.Boolean, _) => operation.OfBooleans is not null,
        (_, ScalarType.Boolean) => operation.Compares is not null,
        (ScalarType.Integer, ScalarType.Integer) => operation.OfIntegers is not null,
        _ => operation.OfDoubles is not null,
    };

    [Fact]
    public void EveryPureOperation_HasIntervals() => Assert.Empty(Missing(IntervalArithmetic.Table, Pure));

    [Fact]
    public void EveryPureOperation_HasScalarText() => Assert.Empty(Missing(ScalarExpressions.Table, Pure.Where(operation => !operation.Is(OperationTraits.Relaxed))));

    [Fact]
    public void EveryPureOperationOnElements_HasVectorText() => Assert.Empty(Missing(VectorExpressions.Table, Pure.Where(operation => operation.IsOfElements).Append(OperationTable.Of(Opcode.Select))));

    [Fact]
    public void EveryPureOperationOnElements_HasPtxText() => Assert.Empty(Missing(PtxInstructions.Table, Pure.Where(operation => operation.IsOfElements).Append(OperationTable.Of(Opcode.Select))));

    /// <summary>A table that says nothing of an operation names it.</summary>
    [Fact]
    public void MissingEntry_IsNamed()
    {
        var table = new OpcodeTable<string>(new Dictionary<Opcode, string> { [Opcode.Add] = "+" }, operation => operation.Method);

        Assert.Equal("+", table[Opcode.Add]);
        Assert.Equal("System.Math.Sqrt", table[Opcode.SquareRoot]);
        Assert.Equal("sub", Assert.Single(Missing(table, [OperationTable.Of(Opcode.Add), OperationTable.Of(Opcode.Subtract)])));
        Assert.Contains("'sub'", Assert.Throws<InvalidOperationException>(() => table[Opcode.Subtract]).Message, StringComparison.Ordinal);
    }

    /// <summary>The C# method is there for the operands of each signature, and gives the result of the first that has them.</summary>
    [Fact]
    public void EveryMethod_IsOfCSharp() => Assert.All(OperationTable.All.Where(operation => operation.Method is not null), operation =>
    {
        foreach (var signature in operation.Signatures.GroupBy(signature => string.Join(' ', signature.Operands)).Select(group => group.First()))
        {
            var method = Declaring(operation).GetMethod(operation.MethodName!, [.. signature.Operands.Select(TypeOf)]);
            Assert.NotNull(method);
            Assert.Equal(TypeOf(signature.Result), method.ReturnType);
        }
    });

    /// <summary>What a row makes of numbers is what C# makes of them: to the bit if it is exact, else nearly.</summary>
    [Fact]
    public void EveryEvaluator_GivesWhatTheMethodGives() => Assert.All(OperationTable.All.Where(operation => operation.Method is not null), operation =>
    {
        var method = Declaring(operation).GetMethod(operation.MethodName!, [.. Enumerable.Repeat(typeof(double), operation.Arity)])!.CreateDelegate(operation.Arity switch
        {
            1 when operation.Opcode == Opcode.Sign => typeof(Func<double, int>),
            1 => typeof(Func<double, double>),
            2 => typeof(Func<double, double, double>),
            _ => typeof(Func<double, double, double, double>),
        });
        foreach (var x in s_numbers)
        {
            foreach (var y in s_numbers.Take(operation.Arity > 1 ? s_numbers.Length : 1))
            {
                if (operation.ThrowsOn?.Invoke(x, y, 3) == true)
                {
                    Assert.ThrowsAny<Exception>(() => Call(x, y));
                    continue;
                }

                var (expected, actual) = (Call(x, y), operation.OfDoubles!(x, y, 3));
                Assert.True(
                    operation.Is(OperationTraits.Exact) ? expected.Equals(actual) : expected.Equals(actual) || Math.Abs(expected - actual) <= 1e-12 * Math.Abs(expected) || IsBeyond(operation, x, y),
                    $"{operation.Name} of {x} and {y}: {actual}, not {expected}");
            }
        }

        double Call(double x, double y) => operation.Arity switch
        {
            1 when method is Func<double, int> sign => sign(x),
            1 => ((Func<double, double>)method)(x),
            2 => ((Func<double, double, double>)method)(x, y),
            _ => ((Func<double, double, double, double>)method)(x, y, 3),
        };
    });

    /// <summary>Where a formula of two numbers that is only nearly right overflows on the way, or has another opinion of NaN.</summary>
    private static bool IsBeyond(Operation operation, double x, double y)
        => operation is { Arity: 2 } && operation.Is(OperationTraits.Lanewise) && (Math.Abs(x) > 1e150 || Math.Abs(y) > 1e150 || Math.Abs(x) + Math.Abs(y) < 1e-150 || double.IsNaN(x) || double.IsNaN(y));

    private static IEnumerable<string> Missing<TEntry>(OpcodeTable<TEntry> table, IEnumerable<Operation> needed)
        where TEntry : class => needed.Where(operation => table.Find(operation.Opcode) is null).Select(operation => operation.Name);

    private static Type Declaring(Operation operation) => operation.Method!.StartsWith("double.", StringComparison.Ordinal) ? typeof(double) : typeof(Math);

    private static Type TypeOf(ScalarType type) => type switch { ScalarType.Integer => typeof(int), ScalarType.Boolean => typeof(bool), _ => typeof(double) };
}
