"""71 mixed searches: of one, two, three, four, five and more characters; of several words; of
parts that cross words; rare ones, common ones, and some that nothing has."""

QUERIES = """\
案|的|在|５|𪚥|é|检察|監督|案件|评查|入额|南沙|川渝|管理|察机|件管|制改|责任|量化|盗窃|黑龙|龙江|app|5g|ai
检察官|检委会|员额制|自贸区|司法责|责任制|入额制|12309|caf|第3号|検察机|2021|检察机关|公益诉讼|案件管理|办案责任
质量评查|監管責任|制的办案|责任层级|流程监控|认罪认罚|生态环境|知识产权|naïve|司法责任制|人民检察院
羁押必要性|未成年人检察|社区矫正对象|认罪认罚从宽|跨区域协作机制|案件质量评查机制|最高人民检察院|第二批典型案例
检察 监督|公益诉讼 线索|检察官 员额 退出|办案 -盗窃|-检察|"检察 机关"|-的 -和 案件
南沙 广东|饕餮|检察检察检察|龘""".replace("\n", "|").split("|")
