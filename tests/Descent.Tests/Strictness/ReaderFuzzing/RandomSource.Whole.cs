namespace Descent.Tests.Strictness.ReaderFuzzing;

/// <content>Operations on whole matrices, and square states.</content>
internal sealed partial class RandomSource
{
    /// <summary>On how many conditions it depends at most which square states are written.</summary>
    private const int ConditionsOfSquares = 2;

    private int _conditionsOfSquares;

    /// <summary>The parameters of square states, if the rule has those: of rows and of columns, of either one to three.</summary>
    private IEnumerable<string> Squares()
    {
        if (!_isOfWhole)
        {
            yield break;
        }

        foreach (var owner in new[] { Owner.Row, Owner.Column })
        {
            for (var count = RowChance(3) ? 1 : RowChance(2) ? 3 : 2; count > 0; count--)
            {
                var name = NewName();
                _at.Squares.Add((name, owner));
                yield return $"[State(Per = Per.{owner}{(RowChance(2) ? ", Initial = 0.25" : "")})] SquareMatrix {name}";
            }
        }
    }

    /// <summary>What an operation gives each weight.</summary>
    private string OfWhole(int depth)
    {
        var value = Number(depth - 1, true);
        var (row, column) = (Square(Owner.Row), Square(Owner.Column));
        return _ofRows.Next(8) switch
        {
            7 when RowChance(2) => $"OwnMatrix.Turn({value}, {row}, {Pick("0.5", "Reduce.Mean(1.5)")})",
            7 => $"OwnMatrix.Combine({AsNumber(Primary(value))}, {Number(depth - 1, true)}, {Pick("true", "false")})",
            0 or 1 => $"Matrix.Multiply({row}, {AsNumber(Primary(value))})",
            2 or 3 => $"Matrix.Multiply({AsNumber(Primary(value))}, {column})",
            4 => $"Matrix.{Pick("ToBasis", "FromBasis")}({AsNumber(Primary(value))}, {row}, {column})",
            5 => $"Matrix.Orthogonalize({AsNumber(Primary(value))}, steps: {Pick("1", "2", "5")})",
            _ when Two(Owner.Row) is var (left, leftVectors) && Two(Owner.Column) is var (right, rightVectors) => $"Matrix.RefineBasis({value}, {left}, {leftVectors}, {right}, {rightVectors})",
            _ => $"Matrix.Orthogonalize({value}, {Pick("2", "3")}, {Pick("1e-7", "0.5")}, {Pick("true", "false")})",
        };
    }

    /// <summary>What changes a square state, under no condition or one of the step; <see langword="null"/> if it may not stand here.</summary>
    private string? ChangeOfSquare()
    {
        if (_at.SteadyBranches > 0 && _conditionsOfSquares++ >= ConditionsOfSquares)
        {
            return null;
        }

        var owner = AnyOwner();
        if (Two(owner) is var (one, other) && RowChance(3))
        {
            return OfSquares(owner, one, other);
        }

        if (Two(owner) is var (from, to) && RowChance(2))
        {
            return RowChance(2) ? $"Matrix.InverseRoot({from}, {Pick("2", "4", "1")}, {Pick("1e-6", "0.5")}, {to})" : $"Matrix.Eigenvectors({from}, vectors: {to})";
        }

        var value = Number(2, true);
        var shares = _ofRows.Next(4) switch { 0 => $", {NumberLeaf(false)}", 1 => $", {NumberLeaf(false)}, {NumberLeaf(false)}", 2 => $", share: {(RowChance(2) ? "Reduce.Mean(1.5)" : "0.5")}", _ => "" };
        return $"Matrix.AddGramOf{owner}s({AsNumber(Primary(value))}, {Square(owner)}{shares})";
    }

    /// <summary>An operation of square states alone.</summary>
    private string OfSquares(Owner owner, string from, string to)
    {
        var third = _at.Squares.FirstOrDefault(square => square.Owner == owner && square.Name != from && square.Name != to).Name;
        return (_ofRows.Next(5), third) switch
        {
            (0, _) => $"Matrix.Transpose({from}, {to})",
            (1, _) => $"OwnMatrix.Shift({to}, {Pick("1", "2")}, {Pick("0.5", "1")})",
            (2, not null) => $"Matrix.Qr({from}, triangle: {third}, orthonormal: {to})",
            (_, not null) => $"Matrix.Multiply({from}, {third}, {to})",
            _ => $"Matrix.Qr({from}, {to})",
        };
    }

    private string Square(Owner owner) => Pick(_at.Squares.Where(square => square.Owner == owner).ToList()).Name;

    /// <summary>Two different square states of an owner, if there are as many.</summary>
    private (string First, string Second)? Two(Owner owner)
    {
        var squares = _at.Squares.Where(square => square.Owner == owner).OrderBy(_ => _ofRows.Next()).ToList();
        return squares.Count < 2 ? null : (squares[0].Name, squares[1].Name);
    }
}
