using Descent.Generator.IR;

namespace Descent.Generator.Tests.IR;

/// <summary>An operation is found at the place of its number, so the rows of the table stand in the order of the numbers.</summary>
public sealed class OperationTableTests
{
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
}
