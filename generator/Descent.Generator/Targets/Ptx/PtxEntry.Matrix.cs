using System.Linq;

namespace Descent.Generator.Targets.Ptx;

/// <content>What rows and columns of a tensor have of their own.</content>
internal sealed partial class PtxEntry
{
    /// <summary>Writes the scalars of the row in which a thread is.</summary>
    private void WriteRowScalars()
    {
        foreach (var (scalar, index) in PtxProgram.RowScalarsOf(_method, _kernel).Select((scalar, index) => (scalar, index)).Where(item => IsNeeded(item.scalar)))
        {
            _scalars[scalar] = WriteNumber(scalar, $"{_matrix!.RowValues}+{Text(index)}*{PtxRegister.Width}");
        }
    }

    /// <summary>Writes what is the same in the row of a thread, and where its values of columns lie. A thread that goes down a column is in another row each time.</summary>
    private void WriteMatrix()
    {
        var rows = PtxProgram.RowScalarsOf(_method, _kernel);
        _writer.Space();
        if (rows.Any(IsNeeded))
        {
            _writer.Comment("What is the same for all weights of the row.");
            _writer.Line($"mad.wide.u32 {_matrix!.RowValues}, {_matrix.Row}, {Text(rows.Count)}*{PtxRegister.Width}, {_matrix.RowValues}");
        }

        foreach (var (column, index) in _kernel.Columns.Select((column, index) => (column, index)).Where(item => IsNeeded(item.column)))
        {
            _columns.Add(column, Address(_method.NameOf(column) + "First"));
            _writer.Line($"mad.wide.u32 {_columns[column]}, {_matrix!.Columns}, {Text(index)}*{PtxRegister.Width}, {_matrix.ColumnValues}");
        }

        if (!_isOfColumns)
        {
            WriteRowScalars();
            WriteStatements(_loop.Before);
        }
    }

    /// <summary>Writes what a weight takes of its column.</summary>
    private void WriteColumnScalars()
    {
        foreach (var column in _columns)
        {
            var at = Address(column.Value.Substring(1).Replace("First", "At"));
            _writer.Line($"mad.wide.u32 {at}, {_matrix!.Column}, {PtxRegister.Width}, {column.Value}");
            var number = WriteNumber(column.Key, at);
            foreach (var broadcast in BroadcastsOf(column.Key))
            {
                Keep(broadcast, number);
            }
        }
    }

    private void WriteNext(PtxWalk walk)
    {
        if (_columns.Count > 0)
        {
            walk.WriteNext();
        }

        var rows = PtxProgram.RowScalarsOf(_method, _kernel);
        if (_isOfColumns && rows.Any(IsNeeded))
        {
            _writer.Line($"add.u64 {_matrix!.RowValues}, {_matrix.RowValues}, {Text(rows.Count)}*{PtxRegister.Width}");
        }
    }
}
